/** The eight rules that a tag can stand for, in the order they are shown. The first four exclude each other. */
export const TAG_RULES = ['lapsed', 'at-risk', 'new', 'loyal', 'vip', 'discount-seeker', 'serial-returner', 'big-spender'] as const;
export type TagRule = (typeof TAG_RULES)[number];
