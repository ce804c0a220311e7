/** Shopify's own Liquid filters, as far as a theme and theme app extensions here use them. */
import { createHash } from 'node:crypto';
import type { Liquid } from 'liquidjs';
import { escapeHtml } from '../admin/html.ts';
import type { StoreShop } from '../store/model.ts';
import { handleize } from './catalogue.ts';
import { LiquidObject, UnservedLiquid } from './liquid-object.ts';
import { moneyText } from './money.ts';
import type { Translate } from './translations.ts';

export interface FilterFacts {
  shop: StoreShop;
  /** The address of one of the package's own assets. */
  assetUrl: (name: string) => string;
  translate: Translate;
  /** All filters that Shopify documents; liquidjs has more, which no real shop would render. */
  documented: ReadonlySet<string>;
}

type Named = readonly [string, unknown];
type Filter = (value: unknown, ...args: unknown[]) => unknown;

/** Puts Shopify's filters into an engine and takes out those that Shopify does not have. */
export function addFilters(engine: Liquid, facts: FilterFacts): void {
  for (const name of Object.keys(engine.filters)) if (!facts.documented.has(name)) engine.unregisterFilter(name);
  const { shop } = facts;
  const money = (form: { symbol: boolean; code: boolean; zeros: boolean }): Filter => (value) => (value === null || value === undefined ? '' : moneyText(Number(value), shop, form));
  const filters: Record<string, Filter> = {
    money: money({ symbol: true, code: false, zeros: true }),
    money_with_currency: money({ symbol: true, code: true, zeros: true }),
    money_without_currency: money({ symbol: false, code: false, zeros: true }),
    money_without_trailing_zeros: money({ symbol: true, code: false, zeros: false }),
    handle: (value) => handleize(String(value)),
    handleize: (value) => handleize(String(value)),
    sha256: (value) => createHash('sha256').update(String(value)).digest('hex'),
    md5: (value) => createHash('md5').update(String(value)).digest('hex'),
    json: (value) => jsonText(value),
    asset_url: (value) => facts.assetUrl(String(value)),
    stylesheet_tag: (value) => `<link href="${escapeHtml(String(value))}" rel="stylesheet" type="text/css" media="all">`,
    script_tag: (value) => `<script src="${escapeHtml(String(value))}" type="text/javascript"></script>`,
    image_url: (value, ...args) => imageUrl(value, named(args)),
    image_tag: (value, ...args) => imageTag(value, named(args)),
    placeholder_svg_tag: (value, ...args) => `<svg class="${escapeHtml(String(args[0] ?? 'placeholder-svg'))}" viewBox="0 0 525 525" aria-hidden="true" data-name="${escapeHtml(String(value))}"><rect width="525" height="525" fill="currentColor" opacity=".08"/></svg>`,
    t: (value, ...args) => facts.translate(String(value), named(args)),
    translate: (value, ...args) => facts.translate(String(value), named(args)),
    link_to: (value, ...args) => `<a href="${escapeHtml(String(args[0]))}">${String(value)}</a>`,
    within: (value) => value,
    default_errors: () => '',
    payment_button: () => '',
    weight_with_unit: (value) => `${String(value)} g`,
  };
  for (const [name, filter] of Object.entries(filters)) {
    if (!facts.documented.has(name)) throw new Error(`Shopify documents no Liquid filter ${name}.`);
    engine.registerFilter(name, filter);
  }
}

/** Named arguments of a filter come as pairs. */
function named(args: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(args.filter((one): one is Named => Array.isArray(one) && one.length === 2 && typeof one[0] === 'string'));
}

/** As Shopify writes JSON into pages: nothing in it ends a script. */
export function jsonText(value: unknown): string {
  return (JSON.stringify(value ?? null) ?? 'null').replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface Picture {
  src: string;
  alt: string;
  /** Width over height. */
  ratio: number;
}

/** An address that carries what `image_tag` needs later: Shopify's has width and height in its query too. */
function imageUrl(value: unknown, { width, height, ...rest }: Record<string, unknown>): string {
  for (const name of Object.keys(rest)) if (!['crop', 'format', 'pad_color'].includes(name)) throw new UnservedLiquid(`image_url: ${name}`);
  const picture = pictureOf(value);
  // Shopify refuses a picture without a size, for nobody wants 4 MB of it.
  if (width === undefined && height === undefined) throw new UnservedLiquid('image_url without a width or a height: Shopify renders an error there');
  const query = new URLSearchParams();
  if (width !== undefined) query.set('width', String(width));
  if (height !== undefined) query.set('height', String(height));
  const wide = Number(width ?? Number(height) * picture.ratio);
  query.set('v', String(Math.round(wide / picture.ratio)));
  return `${picture.src}?${query}#${encodeURIComponent(picture.alt)}`;
}

function pictureOf(value: unknown): Picture {
  const image = value instanceof LiquidObject ? (value.liquidMethodMissing('image_facts') as Picture | null) : null;
  if (image === null) throw new UnservedLiquid(`image_url of ${value === null || value === undefined ? 'nothing: Shopify renders an error there' : String(value)}`);
  return image;
}

function imageTag(value: unknown, attributes: Record<string, unknown>): string {
  const [address = '', alt = ''] = String(value).split('#');
  const [path = '', text = ''] = address.split('?');
  const query = new URLSearchParams(text);
  const height = Number(attributes['height'] ?? query.get('v'));
  const width = Number(attributes['width'] ?? query.get('width') ?? height);
  query.delete('v');
  const { widths, preload: _, ...rest } = attributes;
  const sources = typeof widths === 'string' ? widths.split(',').map((one) => Number(one.trim())).filter((one) => one <= width) : [];
  const all: Record<string, unknown> = {
    src: `${path}?${query}`, alt: decodeURIComponent(alt), ...(sources.length === 0 ? {} : { srcset: sources.map((one) => `${path}?width=${one} ${one}w`).join(', ') }), width, height, ...rest,
  };
  return `<img ${Object.entries(all).filter(([, one]) => one !== null && one !== undefined && one !== false).map(([key, one]) => `${key}="${escapeHtml(String(one))}"`).join(' ')}>`;
}
