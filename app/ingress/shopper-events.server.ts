import { recordShopperEvents } from '../recommendations/record-shopper-events.server.ts';
import { now } from '../runtime/clock.server.ts';
import { Refusal, type ShopperHandler } from './shopper-request.server.ts';

/**
 * `POST /events`: what a shopper did with recommendations. Answered when it is stored; nobody waits for it, since it is
 * sent in the background.
 */
export const receiveShopperEvents: ShopperHandler = async ({ shopId, customerId, body }) => {
  const { recorded, flooded } = await recordShopperEvents({ shopId, customerId, body, now: now() });
  if (flooded) throw new Refusal(429, 'too-many-events', 'More events came of this visit than any shopper sends. Nothing of the call was kept.');
  return { status: 202, json: { recorded } };
};
