import { reasonWords, type ReasonLanguage } from '../recommendations/reason-words.ts';
import type { ServedList } from '../recommendations/serve-list.server.ts';
import { standsIn } from './stands-in.ts';

/** A handle as Shopify makes them: letters and digits of any language, hyphens. Anything else would be code within the Liquid. */
const HANDLE = /^[\p{L}\p{M}\p{N}_-]{1,255}$/u;

const WORDS: Readonly<Record<ReasonLanguage, { from: string; add: string; addNamed: string }>> = {
  en: { from: 'From PRICE', add: 'Add to cart', addNamed: 'Add to cart: TITLE' },
  de: { from: 'Ab PRICE', add: 'In den Warenkorb', addNamed: 'In den Warenkorb: TITLE' },
  fr: { from: 'À partir de PRICE', add: 'Ajouter au panier', addNamed: 'Ajouter au panier : TITLE' },
  es: { from: 'Desde PRICE', add: 'Añadir al carrito', addNamed: 'Añadir al carrito: TITLE' },
  ja: { from: 'PRICEから', add: 'カートに追加', addNamed: 'カートに追加: TITLE' },
};

/**
 * A list in Liquid, which Shopify renders within the shop's theme: title, price, picture and availability are those that it
 * has at this moment. In the markup of the theme blocks (extensions/regulars-theme/snippets/regulars-product.liquid),
 * without `render`: an app proxy's answer cannot reach the snippets of an extension.
 */
export function listLiquid(served: ServedList, language: ReasonLanguage): string {
  const { block } = served;
  const cards = served.holdout ? [] : served.items.filter(({ card }) => HANDLE.test(card.handle));
  const items = cards.map(({ card, reason }, at) => cardLiquid({ handle: card.handle, position: at + 1, reason: reasonWords(reason, language, served), form: block === 'buy-again', variant: block === 'buy-again' || block === 'together', language }));
  const marks = `${served.holdout ? ' data-regulars-holdout' : ''}${standsIn(block, cards) ? ' data-regulars-instead' : ''}`;
  return `{% layout none %}<ul class="regulars__items" role="list" data-regulars-list="${served.holdout ? '' : served.list}"${marks}>${items.join('')}</ul>`;
}

interface Card {
  handle: string;
  position: number;
  reason: string;
  /** With a form that puts it into the cart, and with the variant that it would. */
  form: boolean;
  variant: boolean;
  language: ReasonLanguage;
}

function cardLiquid({ handle, position, reason, form, variant, language }: Card): string {
  const words = WORDS[language];
  const [before = '', behind = ''] = words.from.split('PRICE');
  const [named = '', andMore = ''] = words.addNamed.split('TITLE');
  return [
    `{%- assign product = all_products['${handle}'] -%}{%- if product.available -%}{%- assign variant = product.selected_or_first_available_variant -%}`,
    `<li class="regulars-product" data-product-id="{{ product.id }}" data-variant-id="{{ variant.id }}" data-position="${position}">`,
    `<a class="regulars-product__link" href="{{ product.url }}"><span class="regulars-product__media">{%- if product.featured_image -%}`,
    `{{ product.featured_image | image_url: width: 600 | image_tag: loading: 'lazy', alt: '', class: 'regulars-product__image', sizes: '(min-width: 750px) 300px, 50vw', widths: '180, 300, 450, 600' }}`,
    `{%- endif -%}</span><span class="regulars-product__title">{{ product.title | escape }}</span></a><span class="regulars-product__price">`,
    variant ? `{%- if product.has_only_default_variant == false -%}{{ variant.price | money }} · {{ variant.title | escape }}{%- elsif product.price_varies -%}` : '{%- if product.price_varies -%}',
    `${before}{{ product.price_min | money }}${behind}{%- else -%}{{ product.price | money }}{%- endif -%}</span>`,
    `<span class="regulars-product__reason">${plain(reason)}</span>`,
    form ? `<form class="regulars-product__form" method="post" action="{{ routes.cart_add_url }}"><input type="hidden" name="id" value="{{ variant.id }}"><input type="hidden" name="quantity" value="1"><button class="regulars__button" type="submit" aria-label="${named}{{ product.title | escape }}${andMore}">${words.add}</button></form>` : '',
    '</li>{%- endif -%}',
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '{': '&#123;', '}': '&#125;', '%': '&#37;' };

/** Text that is neither HTML nor Liquid, whatever a title says; what turns the direction of writing is left out. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/[&<>"'{}%]/g, (sign) => ENTITIES[sign] as string);
}
