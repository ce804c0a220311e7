/** How a buyer found the shop, as the thank-you page asks. The words are stored: one keeps its meaning for ever. */
export const SOURCES = ['search', 'social', 'friend', 'advert', 'press', 'before', 'other'] as const;
export type Source = (typeof SOURCES)[number];
