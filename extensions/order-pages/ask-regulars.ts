/** Our own app, asked from Shopify's pages: by the buyer's session token, and no longer than a page can wait. */

/** What of the global `shopify` is needed to ask. */
export interface TokenSource {
  sessionToken: { get(): Promise<string> };
}

/** The app answered, but not with what was asked for. `code` is the app's word for it. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string) {
    super(`The app answered ${status}: ${code}.`);
    this.status = status;
    this.code = code;
  }
}

const WAIT_MS = 4_000;

/**
 * @param path below the app's address, with its query
 * @param options `body` is sent as JSON by POST; left out: a GET. `keepalive`: it is sent even where the buyer leaves the page meanwhile
 * @throws Refused for an answer that is no success; TypeError or a DOMException where there was none in time
 */
export async function askRegulars<Answer>(shopify: TokenSource, path: string, options: { body?: unknown; waitMs?: number; keepalive?: boolean } = {}): Promise<Answer> {
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), options.waitMs ?? WAIT_MS);
  try {
    const token = await shopify.sessionToken.get();
    // Shopify CLI puts the app's address in where this stands, when it builds the extension.
    const response = await fetch(`${process.env['APP_URL'] ?? ''}/extension${path}`, {
      method: options.body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${token}`, ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.keepalive === true ? { keepalive: true } : {}),
      signal: ended.signal,
    });
    const answer = (await response.json()) as Answer & { error?: { code?: string } };
    if (!response.ok) throw new Refused(response.status, answer.error?.code ?? 'unknown');
    return answer;
  } finally {
    clearTimeout(timer);
  }
}

/** The number in a gid: Order and OrderIdentity have the same one. Null for what is no gid. */
export function numberOf(gid: string | undefined): string | null {
  return /^gid:\/\/shopify\/\w+\/(\d+)/.exec(gid ?? '')?.[1] ?? null;
}
