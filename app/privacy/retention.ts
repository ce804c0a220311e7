/** How long a merchant can have logs kept: who looked at people's data, and which files were downloaded. */
export const KEEP_LOG_DAYS = [30, 90, 365] as const;
export type KeepLogDays = (typeof KEEP_LOG_DAYS)[number];

/** Long enough to answer for a year, where nobody has chosen. */
export const KEEP_BY_ITSELF: KeepLogDays = 365;

export function isKeepLogDays(days: number): days is KeepLogDays {
  return (KEEP_LOG_DAYS as readonly number[]).includes(days);
}
