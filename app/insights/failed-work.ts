/** A piece of work that failed for good, as plain JSON. */
export interface FailedWorkView {
  /** `event 17` or `job <uuid>`: what a form names it by. */
  key: string;
  source: 'event' | 'job';
  /** A topic of Shopify's, or the name of a job. */
  kind: string;
  at: string;
  tries: number;
  code: string | null;
  reason: string | null;
}

export interface FailedWorkPageView {
  work: FailedWorkView[];
  /** All there is; the page shows the latest. */
  count: number;
}

const KEY = /^(event (\d{1,15})|job ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/;

/** What a key names; null when it is none. */
export function failedWorkOf(key: string): { source: 'event'; id: number } | { source: 'job'; id: string } | null {
  const match = KEY.exec(key);
  if (match === null) return null;
  return match[2] === undefined ? { source: 'job', id: match[3] as string } : { source: 'event', id: Number(match[2]) };
}
