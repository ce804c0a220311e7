import type { InstalledApp, TokenBearer } from '../../apps.ts';
import { gid } from '../../store/model.ts';
import type { StoreMetafield, StoreShop } from '../../store/model.ts';
import { servedVersion } from '../schema.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { ServedField, ServedType, Serving } from '../serving.ts';
import { countryName } from './addresses.ts';
import { metafieldFields } from './metafields.ts';

const planNames = { standard: 'Basic', advanced: 'Advanced', plus: 'Shopify Plus' } as const;

/** The zone's offset from UTC at an instant, in minutes. */
function offsetMinutes(zone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  return match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** An installation: the app as installed, where it is known (the direct-use token belongs to no app), and its bearer. */
interface Installation {
  bearer: TokenBearer;
  app: InstalledApp | null;
  /** App-data metafields. */
  metafields: StoreMetafield[];
}

interface Subscription {
  id: number;
  name: string;
  status: string;
}

function installation(serving: Serving): Installation {
  return { bearer: serving.app, app: serving.services.apps.app(serving.app.clientId), metafields: [...serving.live.appData.of(serving.services.appNumber(serving.app.clientId))] };
}

export const shopRoots: Record<string, ServedField<unknown>> = {
  shop: withArgs([], (_, __, serving) => serving.live.store.shop),
  currentAppInstallation: withArgs([], (_, __, serving) => installation(serving)),
  appInstallation: withArgs(['id'], (_, args, serving) => {
    const own = installation(serving);
    const id = gid('AppInstallation', serving.services.appNumber(own.bearer.clientId));
    return args.id === undefined || args.id === null || args.id === id ? own : null;
  }),
  app: withArgs(['id'], (_, args, serving) => {
    const own = installation(serving);
    const id = gid('App', serving.services.appNumber(own.bearer.clientId));
    return args.id === undefined || args.id === null || args.id === id ? own : null;
  }),
  publicApiVersions: withArgs([], () => [servedVersion]),
};

export const shopTypes: Record<string, ServedType> = {
  Shop: servedType<StoreShop>({
    id: (shop) => gid('Shop', shop.id),
    name: (shop) => shop.name,
    email: (shop) => shop.email,
    contactEmail: (shop) => shop.email,
    myshopifyDomain: (shop) => shop.domain,
    url: (shop) => `https://${shop.domain}`,
    primaryDomain: (shop) => shop,
    shopOwnerName: () => 'Shop Owner',
    createdAt: (shop) => dateTime(shop.createdAt),
    currencyCode: (shop) => shop.currencyCode,
    enabledPresentmentCurrencies: (shop) => [shop.currencyCode],
    ianaTimezone: (shop) => shop.ianaTimezone,
    timezoneOffsetMinutes: (shop, _, serving) => offsetMinutes(shop.ianaTimezone, serving.now),
    timezoneOffset: (shop, _, serving) => {
      const minutes = offsetMinutes(shop.ianaTimezone, serving.now);
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`;
    },
    timezoneAbbreviation: (shop, _, serving) =>
      new Intl.DateTimeFormat('en', { timeZone: shop.ianaTimezone, timeZoneName: 'short' })
        .formatToParts(serving.now)
        .find((part) => part.type === 'timeZoneName')?.value ?? 'UTC',
    taxesIncluded: (shop) => shop.taxesIncluded,
    shopAddress: (shop) => shop,
    plan: (shop) => shop,
    orderNumberFormatPrefix: () => '#',
    orderNumberFormatSuffix: () => '',
    setupRequired: () => false,
    weightUnit: () => 'KILOGRAMS',
    unitSystem: () => 'METRIC_SYSTEM',
  }),
  ShopAddress: servedType<StoreShop>({
    id: (shop) => gid('ShopAddress', shop.id),
    country: (shop) => countryName(shop.countryCode),
    countryCode: (shop) => shop.countryCode,
    countryCodeV2: (shop) => shop.countryCode,
  }),
  ShopPlan: servedType<StoreShop>({
    displayName: (shop) => planNames[shop.plan],
    publicDisplayName: (shop) => planNames[shop.plan],
    partnerDevelopment: () => false,
    shopifyPlus: (shop) => shop.plan === 'plus',
  }),
  Domain: servedType<StoreShop>({
    id: (shop) => gid('Domain', shop.id),
    host: (shop) => shop.domain,
    url: (shop) => `https://${shop.domain}`,
    sslEnabled: () => true,
  }),
  AppInstallation: servedType<Installation>({
    id: (one, _, serving) => gid('AppInstallation', serving.services.appNumber(one.bearer.clientId)),
    accessScopes: (one) => one.bearer.scopes,
    // Nothing is billed here, so there is never a subscription to show.
    activeSubscriptions: (): Subscription[] => [],
    app: (one) => one,
    ...metafieldFields,
    launchUrl: (one, _, serving) => `https://${serving.live.store.shop.domain}/admin/apps/${one.app?.handle ?? one.bearer.clientId}`,
  }),
  App: servedType<Installation>({
    id: (one, _, serving) => gid('App', serving.services.appNumber(one.bearer.clientId)),
    apiKey: (one) => one.bearer.clientId,
    handle: (one) => one.app?.handle ?? one.bearer.clientId,
    title: (one) => one.app?.title ?? 'Direct use',
    embedded: () => true,
    installation: (one) => one,
    requestedAccessScopes: (one) => one.bearer.scopes,
  }),
  AppSubscription: servedType<Subscription>({
    id: (one) => gid('AppSubscription', one.id),
    name: (one) => one.name,
    status: (one) => one.status,
  }),
  AccessScope: servedType<string>({ handle: (scope) => scope, description: (scope) => scopeDescription(scope) }),
  ApiVersion: servedType<string>({ handle: (version) => version, displayName: (version) => version, supported: () => true }),
};

function scopeDescription(scope: string): string {
  const [verb, ...nouns] = scope.split('_');
  return `${verb === 'write' ? 'Modify' : 'Read'} ${nouns.join(' ')}`;
}
