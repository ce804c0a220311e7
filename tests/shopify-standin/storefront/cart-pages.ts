/** The cart's page and Shopify's Ajax API of it. */
import { HttpError } from '../http-body.ts';
import { cartJson, lineJson } from './objects/cart.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { jsonAnswer, redirectAnswer } from './visit.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

export const cartPages: readonly StorefrontPage[] = [
  { methods: ['GET'], path: '/cart.js', answer: (visit) => jsonAnswer(cartJson(visit.shopper.cart, visit.place())) },
  { methods: ['GET'], path: '/cart.json', answer: (visit) => jsonAnswer(cartJson(visit.shopper.cart, visit.place())) },
  { methods: ['GET'], path: '/cart', answer: (visit) => visit.themePage({ pageType: 'cart', title: 'Your cart' }) },
  { methods: ['POST'], path: '/cart', answer: sendCart },
  { methods: ['GET', 'POST'], path: '/cart/add', answer: (visit) => (add(visit), redirectAnswer(returnTo(visit))) },
  { methods: ['POST'], path: '/cart/add.js', answer: added },
  { methods: ['GET', 'POST'], path: '/cart/change', answer: (visit) => (change(visit), redirectAnswer(returnTo(visit))) },
  { methods: ['POST'], path: '/cart/change.js', answer: (visit) => (change(visit), jsonAnswer(cartJson(visit.shopper.cart, visit.place()))) },
  { methods: ['POST'], path: '/cart/update', answer: (visit) => (update(visit), redirectAnswer(returnTo(visit))) },
  { methods: ['POST'], path: '/cart/update.js', answer: (visit) => (update(visit), jsonAnswer(cartJson(visit.shopper.cart, visit.place()))) },
  { methods: ['GET', 'POST'], path: '/cart/clear', answer: (visit) => (visit.shopper.cart.clear(), redirectAnswer(`${visit.root}cart`)) },
  { methods: ['POST'], path: '/cart/clear.js', answer: (visit) => (visit.shopper.cart.clear(), jsonAnswer(cartJson(visit.shopper.cart, visit.place()))) },
];

/** The cart's form: its buttons are named `update` and `checkout`. */
function sendCart(visit: Visit): StorefrontAnswer {
  update(visit);
  return redirectAnswer('checkout' in visit.fields() ? '/checkout' : `${visit.root}cart`);
}

/** Only to a path of this storefront. */
function returnTo(visit: Visit): string {
  const asked = visit.fields()['return_to'];
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) ? asked : `${visit.root}cart`;
}

function add(visit: Visit) {
  const fields = visit.fields();
  const items = Array.isArray(fields['items']) ? (fields['items'] as Record<string, unknown>[]) : 'id' in fields ? [fields] : [];
  const wanted = items.filter((item) => item !== null && typeof item === 'object').map((item) => ({ id: Number(item['id']), quantity: Number(item['quantity'] ?? 1) }));
  const lines = visit.shopper.cart.add(visit.live, wanted);
  setAttributes(visit, fields);
  return { lines, several: Array.isArray(fields['items']) };
}

function added(visit: Visit): StorefrontAnswer {
  const { lines, several } = add(visit);
  const json = lines.map((line) => lineJson(line, visit.place()));
  const sections = visit.fields()['sections'];
  const rendered = typeof sections === 'string' && sections !== '' ? { sections: Object.fromEntries(sections.split(',').map((id) => [id, visit.theme({ pageType: 'cart', title: 'Your cart' }).section('cart', id)])) } : {};
  return jsonAnswer(several ? { items: json, ...rendered } : { ...json[0], ...rendered });
}

function change(visit: Visit): void {
  const fields = visit.fields();
  const line = fields['line'] === undefined ? undefined : Number(fields['line']);
  const id = fields['id'] === undefined ? undefined : Number(String(fields['id']).split(':')[0]);
  visit.shopper.cart.change({ ...(line === undefined ? {} : { line }), ...(id === undefined ? {} : { id }) }, Number(fields['quantity'] ?? 1));
}

/** Quantities in the order of the lines, or by variant; attributes; the note. */
function update(visit: Visit): void {
  const { cart } = visit.shopper;
  const fields = visit.fields();
  const updates = fields['updates'];
  if (Array.isArray(updates)) {
    const lines = [...cart.lines()];
    if (updates.length > lines.length) throw new HttpError(422, 'Cart Error: updates has more quantities than the cart has lines.');
    updates.forEach((quantity, index) => cart.change({ id: lines[index]?.variant.id ?? 0 }, Number(quantity)));
  } else if (typeof updates === 'object' && updates !== null) {
    for (const [id, quantity] of Object.entries(updates)) cart.change({ id: Number(id.split(':')[0]) }, Number(quantity));
  }
  setAttributes(visit, fields);
  if (typeof fields['note'] === 'string') cart.note = fields['note'] === '' ? null : fields['note'];
}

function setAttributes(visit: Visit, fields: Record<string, unknown>): void {
  const attributes = fields['attributes'];
  if (typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes)) visit.shopper.cart.setAttributes(attributes as Record<string, unknown>);
}
