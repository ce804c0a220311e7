/** One request to a storefront, with who asks and what the pages need of the shop. */
import type { IncomingHttpHeaders } from 'node:http';
import type { HtmlPart } from '../admin/html.ts';
import { html } from '../admin/html.ts';
import type { LiveStore } from '../store/live-store.ts';
import type { StoreCustomer, StoreProduct } from '../store/model.ts';
import { collections, isShown } from './catalogue.ts';
import type { Collection } from './catalogue.ts';
import { constants, LiquidObject } from './liquid-object.ts';
import { globalObjects, recommendationsObject } from './objects/globals.ts';
import { metafieldsObject } from './objects/metafields.ts';
import type { ObjectPlace } from './objects/object-place.ts';
import type { Shopper } from './shopper.ts';
import type { StorefrontShop } from './storefront-shop.ts';
import type { ThemeExtension } from './theme-extension.ts';
import { ThemePage } from './theme-page.ts';

/** The first is the shop's own; the others stand below /<locale>/. */
export const storefrontLocales = ['en', 'de', 'fr', 'es', 'ja'] as const;

export interface StorefrontAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: string | Buffer;
}

export interface VisitFacts {
  shop: StorefrontShop;
  shopper: Shopper;
  method: string;
  /** With the path as pages are registered: without the language before it. */
  url: URL;
  locale: string;
  headers: IncomingHttpHeaders;
  /** The body as it came. */
  body: Buffer;
}

export interface PageForm {
  /** `product`, `cart`, ... */
  pageType: string;
  title: string;
  /** Objects of this kind of page, e.g. `product`. */
  objects?: (place: ObjectPlace) => Record<string, unknown>;
  recommendations?: { products: readonly StoreProduct[]; intent: string };
}

export class Visit {
  readonly facts: VisitFacts;
  #collections: Collection[] | null = null;
  #byHandle: Map<string, StoreProduct> | null = null;

  constructor(facts: VisitFacts) {
    this.facts = facts;
  }

  get live(): LiveStore {
    return this.facts.shop.live;
  }

  get shopper(): Shopper {
    return this.facts.shopper;
  }

  get query(): URLSearchParams {
    return this.facts.url.searchParams;
  }

  /** Before every path of this visit's language. */
  get root(): string {
    return this.facts.locale === storefrontLocales[0] ? '/' : `/${this.facts.locale}/`;
  }

  customer(): StoreCustomer | null {
    const { customerId } = this.shopper;
    return customerId === null ? null : (this.live.customer(customerId) ?? null);
  }

  /** @returns undefined where shoppers see no such product */
  productByHandle(handle: string): StoreProduct | undefined {
    this.#byHandle ??= new Map([...this.live.store.products.values()].filter(isShown).map((product) => [product.handle, product]));
    return this.#byHandle.get(handle);
  }

  collections(): readonly Collection[] {
    return (this.#collections ??= collections(this.live));
  }

  place(own: ThemeExtension | null = null): ObjectPlace {
    return {
      live: this.live, origin: this.facts.shop.origin(), root: this.root, locale: this.facts.locale, ownNamespace: own === null ? null : this.facts.shop.appNamespace(own.app),
      selectedVariant: Number(this.query.get('variant')) || null, products: new Map(), collections: () => this.collections(), byHandle: (handle) => this.productByHandle(handle),
    };
  }

  /** The theme for a kind of page. */
  theme(form: PageForm): ThemePage {
    const { shop } = this.facts;
    return new ThemePage({
      book: shop.theme, extensions: shop.extensions(), shop: this.live.store.shop, locale: this.facts.locale, pageType: form.pageType,
      globals: (own) => {
        const place = this.place(own);
        return Object.assign(globalObjects(place, {
          cart: this.shopper.cart, customer: this.customer(), pageType: form.pageType, path: this.root.slice(0, -1) + this.facts.url.pathname, host: new URL(place.origin).host,
          title: form.title, page: Number(this.query.get('page')) || 1, settings: shop.theme.settings().current, locales: storefrontLocales,
        }), { recommendations: recommendationsObject(place, form.recommendations ?? null) }, form.objects?.(place) ?? {});
      },
      appObject: (extension) => new LiquidObject('app', { ...constants({}), metafields: () => metafieldsObject(shop.appMetafields(extension.app), { own: shop.appNamespace(extension.app), reference: () => null }) }),
    });
  }

  /** A page of a template, or one of its sections where the request asks for that alone. */
  themePage(form: PageForm, status = 200): StorefrontAnswer {
    const page = this.theme(form);
    const section = this.query.get('section_id');
    if (section !== null) return htmlAnswer(page.section(form.pageType, section), status);
    const sections = this.query.get('sections');
    if (sections !== null) return jsonAnswer(Object.fromEntries(sections.split(',').map((id) => [id, page.section(form.pageType, id)])), status);
    return htmlAnswer(page.template(form.pageType), status);
  }

  /** A page that is none of the theme's templates, in its layout: the stand-in's own words. */
  ownPage(options: { title: string; pageType: string; body: HtmlPart; status?: number }): StorefrontAnswer {
    const { title, pageType, body } = options;
    return htmlAnswer(this.theme({ pageType, title }).inLayout(html`<div class="page-width stand-in"><h1>${title}</h1>${body}</div>`.text), options.status);
  }

  /** What a form or a JSON body holds. */
  fields(): Record<string, unknown> {
    const text = this.facts.body.toString('utf8');
    const type = this.facts.headers['content-type'] ?? '';
    if (type.startsWith('application/json')) return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (type.startsWith('multipart/form-data')) return formFields(multipartPairs(text, type));
    return formFields([...this.query, ...new URLSearchParams(text)]);
  }
}

export function htmlAnswer(body: string, status = 200, headers: Record<string, string> = {}): StorefrontAnswer {
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...headers }, body };
}

export function jsonAnswer(value: unknown, status = 200): StorefrontAnswer {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }, body: JSON.stringify(value) };
}

export function redirectAnswer(to: string): StorefrontAnswer {
  return { status: 303, headers: { Location: to, 'Cache-Control': 'no-store' }, body: '' };
}

/** Fields of a form as Rails reads them: `updates[]` is a list, `attributes[x]` a table, `items[][id]` a list of tables. */
export function formFields(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of pairs) {
    const [, name = key, first, second] = /^([^[]+)(?:\[([^\]]*)\])?(?:\[([^\]]*)\])?$/.exec(key) ?? [];
    if (first === undefined) fields[name] = value;
    else if (first === '' && second === undefined) ((fields[name] ??= []) as string[]).push(value);
    else if (second === undefined) ((fields[name] ??= {}) as Record<string, string>)[first] = value;
    else {
      const list = (fields[name] ??= []) as Record<string, string>[];
      const last = list.at(-1);
      // A key that comes again begins the next table.
      if (first === '' && (last === undefined || second in last)) list.push({ [second]: value });
      else if (first === '' && last !== undefined) last[second] = value;
      else (list[Number(first)] ??= {})[second] = value;
    }
  }
  return fields;
}

/** Fields of multipart/form-data without files, as `fetch` sends a FormData. */
function multipartPairs(text: string, type: string): [string, string][] {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '';
  return text.split(`--${boundary}`).flatMap((part): [string, string][] => {
    const [, name, value] = /name="([^"]*)"\r\n\r\n([\s\S]*)\r\n$/.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
}
