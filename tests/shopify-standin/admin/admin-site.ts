import { keptCustomer } from '../store/customer-merge.ts';
import { readFileSync } from 'node:fs';
import type { Apps, InstalledApp } from '../apps.ts';
import { signSessionToken } from '../session-token.ts';
import type { LiveStore } from '../store/live-store.ts';
import { appFramePage, shopHandle } from './app-frame.ts';
import { blockBundle, blockFrame } from './customer-blocks.ts';
import { customerPage } from './customer.ts';
import { customersPage } from './customers.ts';
import { doAtPage } from './doings.ts';
import { flowLogPage } from './flow-log.ts';
import type { Problem } from './forms.ts';
import { homePage } from './home.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading } from './layout.ts';
import { orderPage } from './order.ts';
import { ordersPage } from './orders.ts';
import { productPage, productsPage } from './products.ts';
import { segmentPage, segmentsPage } from './segments.ts';
import { webhooksPage } from './webhooks.ts';
import { Refused } from '../store/store-change.ts';
import { extensionFile } from '../ui-extensions/extension-frame.ts';
import type { UiExtension } from '../ui-extensions/ui-extension.ts';
import type { ShopWebhooks } from '../webhooks/shop-webhooks.ts';
import { compileSegmentQuery, NotKnown } from '../store/segment-query.ts';

export interface AdminRequest {
  method: string;
  url: URL;
  /** Fields of a posted form. */
  form: URLSearchParams;
}

export interface AdminAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface AdminSiteOptions {
  live: LiveStore;
  apps: Apps;
  webhooks: ShopWebhooks;
  /** Before the addresses of pictures. */
  pictures: string;
  /** Every shop that is served. */
  stores: () => readonly { name: string; handle: string }[];
  storefrontUrl: () => string;
  /** UI extensions of installed apps. */
  uiExtensions: () => readonly { extension: UiExtension; app: InstalledApp }[];
}

/** Files that pages load, by the last part of /__standin/<name>. */
const files: Record<string, { type: string; file: string }> = {
  'admin.css': { type: 'text/css; charset=utf-8', file: 'admin.css' },
  'app-frame.js': { type: 'text/javascript; charset=utf-8', file: 'app-frame.js' },
};

/** The merchant's admin: every page under /store/<handle>, and the redirects that lead there. */
export class AdminSite {
  readonly #live: LiveStore;
  readonly #apps: Apps;
  readonly #context: AdminContext;

  constructor(options: AdminSiteOptions) {
    this.#live = options.live;
    this.#apps = options.apps;
    this.#context = {
      live: options.live, apps: () => options.apps.list(), uninstalledApps: () => options.apps.uninstalledApps(), webhooks: options.webhooks,
      base: `/store/${shopHandle(options.live.store.shop.domain)}`, pictures: options.pictures, stores: options.stores, storefrontUrl: options.storefrontUrl, uiExtensions: options.uiExtensions,
    };
  }

  /** The answer, or null where the admin has no such address. */
  answer(request: AdminRequest): AdminAnswer | null {
    const { pathname, search } = request.url;
    const { base } = this.#context;
    const file = files[pathname.replace('/__standin/', '')];
    if (pathname.startsWith('/__standin/') && file) {
      return { status: 200, headers: { 'Content-Type': file.type, 'Cache-Control': 'no-cache' }, body: readFileSync(new URL(file.file, import.meta.url), 'utf8') };
    }
    const extensionScript = pathname.startsWith('/__standin/ui-extensions/') ? extensionFile(pathname.slice('/__standin/ui-extensions/'.length)) : null;
    if (extensionScript !== null) return script(extensionScript);
    if (pathname === '/' || pathname === '/admin' || pathname === '/store') return redirect(base);
    if (pathname.startsWith('/admin/') && !pathname.startsWith('/admin/api') && !pathname.startsWith('/admin/oauth')) {
      return redirect(base + pathname.slice('/admin'.length) + search);
    }
    if (!pathname.startsWith('/store/')) return null;
    if (pathname !== base && !pathname.startsWith(`${base}/`)) return this.#notFound(`This stand-in serves one store, ${this.#live.store.shop.domain}.`);
    return this.#storeAnswer(request, pathname.slice(base.length).split('/').filter(Boolean).map(decoded));
  }

  #storeAnswer(request: AdminRequest, path: string[]): AdminAnswer {
    const [section, id, action, ...rest] = path;
    const query = request.url.searchParams;
    if (section === 'apps' && id !== undefined) return this.#appAnswer(request, id, path.slice(2));
    if (section === 'ui-extensions' && id !== undefined) return this.#block(id, action, Number(query.get('customer')), query.get('language') ?? 'en');
    if (section === 'customers' && id === 'segments') return this.#segments(request, action, rest);
    if (request.method === 'POST') return this.#doing(request, section, id, action, rest);
    if (section === undefined) return this.#page(homePage(this.#context));
    if (action !== undefined) return this.#notFound();
    if (id === undefined) {
      if (section === 'customers') return this.#page(customersPage(this.#context, query));
      if (section === 'orders') return this.#page(ordersPage(this.#context, query));
      if (section === 'products') return this.#page(productsPage(this.#context, query));
      if (section === 'webhooks') return this.#page(webhooksPage(this.#context));
      return section === 'flow' ? this.#page(flowLogPage(this.#context, query)) : this.#notFound();
    }
    return this.#rowPage(section, id, null) ?? this.#notFound();
  }

  /** The page of one customer, order or product, or the list that a form without an id stands on; null where there is none. */
  #rowPage(section: string, id: string, problem: Problem | null): AdminAnswer | null {
    const query = new URLSearchParams();
    if (section === 'orders' && id === 'place') return this.#page(ordersPage(this.#context, query, problem));
    if (section === 'customers' && id === 'new') return this.#page(customersPage(this.#context, query, problem));
    const customer = section === 'customers' ? this.#live.customer(Number(id)) : undefined;
    if (customer) return this.#page(customerPage(this.#context, customer, problem === null ? {} : { doing: problem }));
    const order = section === 'orders' ? this.#live.order(Number(id)) : undefined;
    if (order) return this.#page(orderPage(this.#context, order, problem));
    const product = section === 'products' ? this.#live.product(Number(id)) : undefined;
    return product ? this.#page(productPage(this.#context, product, problem)) : null;
  }

  /** What a form of a page does, or the page again with the reason why not. */
  #doing(request: AdminRequest, section: string | undefined, id: string | undefined, action: string | undefined, rest: string[]): AdminAnswer {
    const { base, webhooks } = this.#context;
    const { form } = request;
    if (section === undefined || id === undefined || rest.length > 0) return this.#notFound();
    if (section === 'customers' && action === 'tags') return this.#editTags(Number(id), form);
    if (section === 'customers' && action === 'merge') return this.#merge(Number(id), form);
    if (section === 'webhooks' && id === 'flush') {
      webhooks.flush();
      return redirect(`${base}/webhooks`);
    }
    if (section === 'settings' && (id === 'uninstall' || id === 'install')) {
      const clientId = form.get('clientId') ?? '';
      if (id === 'uninstall') webhooks.uninstall(clientId);
      else webhooks.installAgain(clientId);
      return redirect(base);
    }
    try {
      const next = doAtPage(this.#live, section, id, action, form);
      return next === null ? this.#notFound() : redirect(base + next);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // An order is placed on a customer's page too.
      const customer = form.get('customer') ?? '';
      const [at, row] = id === 'place' && this.#live.customer(Number(customer)) !== undefined ? ['customers', customer] : [section, id];
      const page = this.#rowPage(at, row, { form: action ?? id, message: error.message });
      return page === null ? this.#notFound() : { ...page, status: 422 };
    }
  }

  /** The frame of an app's block on a customer's page, and the script that runs in it. */
  #block(handle: string, what: string | undefined, customerId: number, language: string): AdminAnswer {
    const found = this.#context.uiExtensions().find(({ extension }) => extension.handle === handle);
    if (found === undefined) return this.#notFound(`No installed app has the UI extension ${handle}.`);
    if (what === 'bundle.js') return script(blockBundle(found));
    const customer = this.#live.customer(customerId);
    if (what !== 'frame' || customer === undefined) return this.#notFound();
    // Without a policy of its own: its frame has no origin, and the app is another one.
    return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }, body: blockFrame(this.#context, found, customer, language) };
  }

  /** /customers/segments, one of them, and the merchant's own changes of it. */
  #segments(request: AdminRequest, id: string | undefined, rest: string[]): AdminAnswer {
    const segment = id === undefined ? undefined : this.#live.segments().get(Number(id));
    if (id === undefined) return this.#page(segmentsPage(this.#context));
    if (segment === undefined || rest.length > 1) return this.#notFound();
    const [change] = rest;
    if (request.method !== 'POST') return change === undefined ? this.#page(segmentPage(this.#context, segment, request.url.searchParams)) : this.#notFound();
    if (change === 'delete') {
      this.#live.deleteSegment(segment.id);
      return redirect(`${this.#context.base}/customers/segments`);
    }
    if (change !== 'edit') return this.#notFound();
    const [name, query] = ['name', 'query'].map((field) => (request.form.get(field) ?? '').trim()) as [string, string];
    const error = name === '' ? "Name can't be blank" : queryProblem(query);
    if (error !== null) return { ...this.#page(segmentPage(this.#context, segment, request.url.searchParams, error)), status: 422 };
    this.#live.setSegment({ id: segment.id, name, query });
    return redirect(`${this.#context.base}/customers/segments/${segment.id}`);
  }

  #appAnswer(request: AdminRequest, handle: string, path: string[]): AdminAnswer {
    const app = this.#apps.list().find((one) => one.handle === handle || one.clientId === handle);
    if (!app) return this.#notFound(`No app "${handle}" is installed here.`);
    if (request.method === 'POST') return path.join('/') === 'session-token.json' ? this.#sessionToken(app) : this.#notFound();
    const appPath = `/${path.map(encodeURIComponent).join('/')}`;
    return this.#page(appFramePage(this.#context, app, appPath, request.url.searchParams), new URL(app.appUrl).origin);
  }

  /** What App Bridge's idToken() gives. Same-origin only: another page in the browser must not get the merchant's token. */
  #sessionToken(app: InstalledApp): AdminAnswer {
    const token = signSessionToken({ shopDomain: this.#live.store.shop.domain, clientId: app.clientId, clientSecret: app.clientSecret });
    return { status: 200, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body: JSON.stringify({ token }) };
  }

  /** The merchant's own change of tags. Several can be added at once, separated by commas, as in Shopify's admin. */
  #editTags(id: number, form: URLSearchParams): AdminAnswer {
    const customer = this.#live.customer(id);
    if (!customer) return this.#notFound();
    const remove = form.get('remove');
    const result = remove === null
      ? this.#live.addTags('Customer', id, (form.get('add') ?? '').split(','), null)
      : this.#live.removeTags('Customer', id, [remove], null);
    if (result === 'not-found') return this.#notFound();
    const error = result.userErrors[0]?.message;
    if (error !== undefined) return { ...this.#page(customerPage(this.#context, customer, { tags: `${error}.` })), status: 422 };
    return redirect(`${this.#context.base}/customers/${id}`);
  }

  /** The merchant merges the customer whose page it is with another. */
  #merge(id: number, form: URLSearchParams): AdminAnswer {
    const one = this.#live.customer(id);
    const two = this.#live.customer(Number(/(\d+)\s*$/.exec(form.get('other') ?? '')?.[1] ?? -1));
    if (!one) return this.#notFound();
    if (!two || two === one) return { ...this.#page(customerPage(this.#context, one, { merge: 'Give the number of another customer of this store.' })), status: 422 };
    const kept = keptCustomer(two, one);
    this.#live.mergeCustomers(kept === one ? two.id : one.id, kept.id);
    return redirect(`${this.#context.base}/customers/${kept.id}`);
  }

  #page(body: string, framed?: string): AdminAnswer {
    const policy = [
      "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self' data:", "connect-src 'self'",
      "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", `frame-src ${framed ?? "'self'"}`,
    ];
    // Never kept, so that going back to an app's page signs a new launch instead of replaying an expired one.
    return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'Content-Security-Policy': policy.join('; ') }, body };
  }

  #notFound(reason = 'There is nothing at this address.'): AdminAnswer {
    const body = html`${pageHeading('Not found')}<section class="card"><p>${reason}</p><p><a href="${this.#context.base}">Home</a></p></section>`;
    return { ...this.#page(adminPage(this.#context, { title: 'Not found', active: 'home', body })), status: 404 };
  }
}

function script(body: string): AdminAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }, body };
}

/** Why a segment's query cannot be saved; null when it can. */
function queryProblem(query: string): string | null {
  try {
    const compiled = compileSegmentQuery(query);
    return 'errors' in compiled ? compiled.errors.map((error) => error.message).join(' ') : null;
  } catch (error) {
    if (error instanceof NotKnown) return `The local Shopify does not serve ${error.message}.`;
    throw error;
  }
}

function redirect(location: string): AdminAnswer {
  return { status: 303, headers: { Location: location }, body: '' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
