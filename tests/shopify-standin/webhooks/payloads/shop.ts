/** Webhooks about the shop, its apps and its customers' privacy. */
import { countryName } from '../../graphql/resolvers/addresses.ts';
import type { BulkOperation } from '../../graphql/services.ts';
import { gid } from '../../store/model.ts';
import type { StoreShop } from '../../store/model.ts';
import { zoned } from './written.ts';

type Json = Record<string, unknown>;

/** app/uninstalled: the shop, as REST's shop resource has it. */
export function shopPayload(shop: StoreShop): Json {
  return {
    id: shop.id, name: shop.name, email: shop.email, domain: shop.domain, province: null, country: shop.countryCode, address1: null, zip: null, city: null, source: null,
    phone: null, latitude: null, longitude: null, primary_locale: 'en', address2: null, created_at: zoned(shop.createdAt, shop.ianaTimezone), updated_at: null,
    country_code: shop.countryCode, country_name: countryName(shop.countryCode), currency: shop.currencyCode, customer_email: shop.email, timezone: shop.ianaTimezone,
    iana_timezone: shop.ianaTimezone, shop_owner: 'Shop Owner', weight_unit: 'kg', province_code: null, taxes_included: shop.taxesIncluded, plan_name: shop.plan,
    myshopify_domain: shop.domain, enabled_presentment_currencies: [shop.currencyCode],
  };
}

export function scopesPayload(id: number, previous: readonly string[], current: readonly string[], shop: StoreShop, at: number): Json {
  return { id, previous, current, updated_at: zoned(at, shop.ianaTimezone) };
}

export function bulkFinishPayload(operation: BulkOperation, shop: StoreShop): Json {
  return {
    admin_graphql_api_id: gid('BulkOperation', operation.id), completed_at: zoned(operation.completedAt, shop.ianaTimezone), created_at: zoned(operation.createdAt, shop.ianaTimezone),
    error_code: operation.errorCode?.toLowerCase() ?? null, status: operation.status.toLowerCase(), type: operation.type.toLowerCase(),
  };
}

interface Asker {
  id: number;
  email: string | null;
  phone: string | null;
}

export function dataRequestPayload(shop: StoreShop, customer: Asker, orderIds: readonly number[], requestId: number): Json {
  return { shop_id: shop.id, shop_domain: shop.domain, orders_requested: orderIds, customer, data_request: { id: requestId } };
}

export function customerRedactPayload(shop: StoreShop, customer: Asker, orderIds: readonly number[]): Json {
  return { shop_id: shop.id, shop_domain: shop.domain, customer, orders_to_redact: orderIds };
}

export function shopRedactPayload(shop: StoreShop): Json {
  return { shop_id: shop.id, shop_domain: shop.domain };
}
