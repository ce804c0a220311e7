/** When each shop is looked at for lost events: once an hour, shops spread over it. Milliseconds since the epoch. */

const HOUR_MS = 60 * 60_000;
/** Looks after a gap are spread over this long. */
const AFTER_GAP_MS = 10 * 60_000;
/** No worker for longer than this is a gap. */
export const GAP_MS = 5 * 60_000;

/** A shop's place within a span: the same every time, and shops that installed one after the other far apart (golden ratio). */
function placeWithin(shopId: number, spanMs: number): number {
  return Math.floor(((shopId * 0.618_033_988_749_895) % 1) * spanMs);
}

/** The next look: at the shop's own minute of the hour, half an hour from now at least. */
export function nextCheck(shopId: number, now: number): number {
  const place = placeWithin(shopId, HOUR_MS);
  const earliest = now + HOUR_MS / 2;
  const ofThisHour = Math.floor(earliest / HOUR_MS) * HOUR_MS + place;
  return ofThisHour >= earliest ? ofThisHour : ofThisHour + HOUR_MS;
}

/** The look after a time in which nobody worked. */
export function checkAfterGap(shopId: number, now: number): number {
  return now + placeWithin(shopId, AFTER_GAP_MS);
}

/** Whether so long a silence of all workers is a gap. The very first tick follows none. */
export function isGap(lastTick: number | null, now: number): boolean {
  return lastTick !== null && now - lastTick > GAP_MS;
}
