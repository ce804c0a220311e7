const FORM = /^(\d{4})-(\d{2})-(\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads an instant in Shopify's own form: a date, or a date and time with its offset (a time without one would mean this
 * machine's zone).
 * @returns milliseconds since the epoch; null for another form, and for a day that its month does not have, which
 *   Date.parse would turn into one of the next
 */
export function parseInstant(text: string): number | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const civil = new Date(Date.UTC(year, month - 1, day));
  if (civil.getUTCMonth() !== month - 1 || civil.getUTCDate() !== day) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
