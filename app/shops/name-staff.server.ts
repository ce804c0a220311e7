import { withTenant } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { askStaffName } from '../shopify/staff-identity.server.ts';
import { findStaffMember, saveStaffMember } from './staff-store.server.ts';

/** People marry, and accounts change hands. */
const ASK_AGAIN_MS = 30 * 86_400_000;

/**
 * Learns the name of whoever asks, so that the history says who did something. Once a person and month; without it, or
 * where Shopify gives no name, their number stands there. Never in the way of what they asked for.
 */
export async function nameStaff(request: Request, asker: { shopId: number; shopDomain: string; userId: string }): Promise<void> {
  const { shopId, shopDomain, userId } = asker;
  const sessionToken = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (sessionToken === undefined || userId === '') return;
  try {
    const known = await withTenant(shopId, (tx) => findStaffMember(tx, userId));
    if (known !== null && machineNow() - known.askedAt.getTime() < ASK_AGAIN_MS) return;
    const name = await askStaffName(shopDomain, sessionToken);
    if (name !== null) await withTenant(shopId, (tx) => saveStaffMember(tx, { userId, name, askedAt: new Date(machineNow()) }));
  } catch (error) {
    log.warn({ shop: shopDomain, reason: errorMessage(error) }, 'the name of a member of staff is not known');
  }
}
