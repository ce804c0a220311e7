import type { StandInState } from '../../shopify-standin/control-api.ts';
import type { House } from './house.ts';

/** Asks the local Shopify's control API about one of its shops. @throws {Error} with what it answered */
export async function control(house: House, shopDomain: string, method: 'GET' | 'POST', name: string, fields?: Record<string, unknown>): Promise<unknown> {
  const response = await fetch(`${house.addresses.apiUrl}/__standin/${name}?${new URLSearchParams({ shop: shopDomain })}`, {
    method,
    ...(method === 'GET' ? {} : { body: JSON.stringify(fields ?? {}), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The local Shopify refused ${name}: HTTP ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

export async function standInState(house: House, shopDomain: string): Promise<StandInState> {
  return (await control(house, shopDomain, 'GET', 'state')) as StandInState;
}
