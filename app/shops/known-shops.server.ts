import { SHOPPER_WAITS_MS, shopsPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import { withinTime } from '../runtime/time-limit.server.ts';

/** A shop that has the app installed, by the domain that Shopify signed; null: it has not. */
interface Known {
  shopId: number | null;
  until: number;
  /** Where the database does not answer, what was known last goes on for so long. */
  atMost: number;
}

/** An uninstall, or an install, is seen after this by every process. */
const FRESH_MS = 5_000;
const AT_MOST_MS = 60_000;
/** Domains that are remembered; the oldest is forgotten first. */
const MOST_KNOWN = 20_000;
/** Domains that are being looked up. Only Shopify can sign for one, so there are as many as shops that come back at one moment. */
const MOST_LOOKS = 200;

const known = new Map<string, Known>();
const looks = new Map<string, Promise<number | null>>();

/**
 * The id of a shop that has the app installed, or null, for requests of which there are too many to ask each time.
 * @returns at once (no promise) where it is known
 * @throws RetryableError where the database does not say and nothing is known
 */
export function findKnownShop(domain: string): number | null | Promise<number | null> {
  const one = known.get(domain);
  const now = machineNow();
  if (one !== undefined && now < one.until) return one.shopId;
  const looked = withinTime(SHOPPER_WAITS_MS, look(domain));
  if (one === undefined || now >= one.atMost) return looked;
  return looked.catch(() => one.shopId);
}

/** For tests: as a process that has just begun. */
export function forgetKnownShops(): void {
  known.clear();
}

function look(domain: string): Promise<number | null> {
  const underWay = looks.get(domain);
  if (underWay !== undefined) return underWay;
  if (looks.size >= MOST_LOOKS) return Promise.reject(new RetryableError('busy', 'Regulars is busy just now. Try again in a few seconds.'));
  const looked = ask(domain).finally(() => looks.delete(domain));
  looks.set(domain, looked);
  return looked;
}

async function ask(domain: string): Promise<number | null> {
  const { rows } = await shopsPool().query<{ id: number }>({ name: 'known-shop', text: 'SELECT id FROM shops WHERE domain = $1 AND uninstalled_at IS NULL', values: [domain] });
  const shopId = rows[0]?.id ?? null;
  const now = machineNow();
  known.delete(domain);
  known.set(domain, { shopId, until: now + FRESH_MS, atMost: now + AT_MOST_MS });
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? '');
  return shopId;
}
