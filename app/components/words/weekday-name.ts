/** The name of a weekday, 0 being Monday. */
export function weekdayName(locale: string, weekday: number): string {
  // 5 January 1970 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date((4 + weekday) * 86_400_000));
}
