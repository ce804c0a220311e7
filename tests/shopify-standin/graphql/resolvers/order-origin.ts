/** Where an order came from: the channel it was sold on, and the visits that led to it. */
import { gid } from '../../store/model.ts';
import type { StoreOrder } from '../../store/model.ts';
import { dateTime, servedType } from '../serving.ts';
import type { ServedType } from '../serving.ts';

type Journey = NonNullable<StoreOrder['journey']>;
interface Visit extends Journey {
  order: StoreOrder;
}

/** Shopify's own app ids of its channels; others get one that follows from the name. */
const appIds: Record<string, number> = { 'Online Store': 580111, 'Point of Sale': 129785, 'Draft Orders': 1354745, Shop: 3890849 };

export function appId(channel: string): number {
  const known = appIds[channel];
  if (known !== undefined) return known;
  let hash = 7;
  for (const character of channel) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007;
  return hash;
}

function handle(channel: string): string {
  return channel.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** A channel stands for its app too: both are known by the channel's name alone. */
export const orderOriginTypes: Record<string, ServedType> = {
  OrderApp: servedType<string>({ id: (channel) => gid('App', appId(channel)), name: (channel) => channel }),
  OrderAttribution: servedType<string>({ displayName: (channel) => channel, handle }),
  ChannelInformation: servedType<string>({
    id: (channel) => gid('ChannelInformation', appId(channel)),
    channelId: (channel) => gid('Channel', appId(channel)),
    displayName: (channel) => channel,
    channelDefinition: (channel) => channel,
  }),
  ChannelDefinition: servedType<string>({
    id: (channel) => gid('ChannelDefinition', handle(channel)),
    handle,
    channelName: (channel) => channel,
    subChannelName: (channel) => channel,
    isMarketplace: () => false,
  }),
  CustomerJourneySummary: servedType<StoreOrder>({
    ready: () => true,
    firstVisit: visit,
    lastVisit: visit,
    daysToConversion: (order) =>
      order.journey === null ? null : Math.max(0, Math.floor((order.processedAt - order.journey.occurredAt) / 86_400_000)),
  }),
  CustomerVisit: servedType<Visit>({
    id: (one) => gid('CustomerVisit', one.order.id),
    occurredAt: (one) => dateTime(one.occurredAt),
    source: (one) => one.source,
    sourceType: (one) => one.sourceType,
    landingPage: (one) => one.landingPage,
    referrerUrl: (one) => one.referrerUrl,
    utmParameters: (one) => (one.utmSource === null && one.utmMedium === null && one.utmCampaign === null ? null : one),
  }),
  UTMParameters: servedType<Visit>({
    source: (one) => one.utmSource,
    medium: (one) => one.utmMedium,
    campaign: (one) => one.utmCampaign,
  }),
};

/** The store knows one visit: the one that led to the order. */
function visit(order: StoreOrder): Visit | null {
  return order.journey === null ? null : { ...order.journey, order };
}
