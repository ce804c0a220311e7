import { signSessionToken } from '../../shopify-standin/session-token.ts';
import type { House } from './house.ts';

/** One shop's merchant, who speaks to the app as its own pages do inside Shopify admin: through its public address, with a fresh session token. */
export class Merchant {
  readonly #house: Pick<House, 'app'>;
  readonly #shopDomain: string;

  constructor(house: Pick<House, 'app'>, shopDomain: string) {
    this.#house = house;
    this.#shopDomain = shopDomain;
  }

  #token(): string {
    const { clientId, clientSecret } = this.#house.app;
    return signSessionToken({ shopDomain: this.#shopDomain, clientId, clientSecret });
  }

  /** Opens the app for the first time or again: Shopify's library exchanges the token and the app records the install. */
  async open(): Promise<void> {
    await this.load('/app');
  }

  /** Loads a page of the app as the admin's frame does. @returns its document. @throws {Error} when the app does not give it */
  async load(path: string): Promise<string> {
    const host = Buffer.from(`${this.#shopDomain}/admin`).toString('base64').replace(/=+$/, '');
    const query = new URLSearchParams({ shop: this.#shopDomain, host, embedded: '1', id_token: this.#token() });
    const response = await fetch(`${this.#house.app.url}${path}?${query}`, { headers: { 'user-agent': USER_AGENT, accept: 'text/html' }, redirect: 'manual' });
    const body = await response.text();
    if (response.status !== 200) throw new Error(`The app did not open: HTTP ${response.status} ${body.slice(0, 300)}`);
    return body;
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
