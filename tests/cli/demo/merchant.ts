import { signSessionToken } from '../../shopify-standin/session-token.ts';
import type { House } from './house.ts';

/** One shop's merchant, who speaks to the app as its own pages do inside Shopify admin: through its public address, with a fresh session token. */
export class Merchant {
  readonly #house: House;
  readonly #shopDomain: string;

  constructor(house: House, shopDomain: string) {
    this.#house = house;
    this.#shopDomain = shopDomain;
  }

  #token(): string {
    const { clientId, clientSecret } = this.#house.app;
    return signSessionToken({ shopDomain: this.#shopDomain, clientId, clientSecret });
  }

  /** Opens the app for the first time or again: Shopify's library exchanges the token and the app records the install. */
  async open(): Promise<void> {
    const shopDomain = this.#shopDomain;
    const host = Buffer.from(`${shopDomain}/admin`).toString('base64').replace(/=+$/, '');
    const query = new URLSearchParams({ shop: shopDomain, host, embedded: '1', id_token: this.#token() });
    const response = await fetch(`${this.#house.app.url}/app?${query}`, { headers: { 'user-agent': USER_AGENT, accept: 'text/html' }, redirect: 'manual' });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`The app did not open: HTTP ${response.status} ${body.slice(0, 300)}`);
  }

  /** Sends a form to one of the app's routes, as its pages do. @returns the action's JSON answer */
  async submit(path: string, fields: Record<string, string>): Promise<unknown> {
    const response = await fetch(`${this.#house.app.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token()}`, 'user-agent': USER_AGENT, accept: 'application/json' },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The app refused ${path}: HTTP ${response.status} ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  }
}

/** The framework answers unknown agents as if they were robots. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
