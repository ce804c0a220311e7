/**
 * Up to so many calls are made one by one: at 10 points each they fit a bucket of the slowest plan (2,000 points) four
 * times over, and are done before a bulk operation would have begun.
 */
export const FEW_CALLS = 50;
