/**
 * Whether so many customers are too many for a night without a person: more than a share of all of them, and more than a
 * number below which a share says little. Exact, in whole numbers.
 */
export function brakeHolds({ touched, of, percent, customers }: { touched: number; of: number; percent: number; customers: number }): boolean {
  return touched > customers && touched * 100 > percent * of;
}
