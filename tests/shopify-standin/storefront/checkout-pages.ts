/** Checkout: places the cart's order in the store, as buying does. Paying is a press of a button. */
import { html } from '../admin/html.ts';
import { HttpError } from '../http-body.ts';
import { totalPrice } from '../store/order-money.ts';
import { placeOrder } from '../store/place-order.ts';
import { Refused } from '../store/store-change.ts';
import { orderBlocks } from './extension-pages.ts';
import { cents, moneyText } from './money.ts';
import { ownOrder } from './own-order.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { redirectAnswer } from './visit.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

export const checkoutPages: readonly StorefrontPage[] = [
  { methods: ['GET'], path: '/checkout', answer: checkoutPage },
  { methods: ['POST'], path: '/checkout', answer: buy },
  { methods: ['GET'], path: '/checkouts/thank-you/:orderId', answer: thankYouPage },
];

function checkoutPage(visit: Visit): StorefrontAnswer {
  const { cart } = visit.shopper;
  const { shop } = visit.live.store;
  const customer = visit.customer();
  if (cart.lines().length === 0) return redirectAnswer('/cart');
  return visit.ownPage({ title: 'Checkout', pageType: 'checkout', body: html`
<table class="own-table"><tbody>${cart.lines().map(({ variant, quantity }) => html`<tr><td>${quantity} × ${variant.product.title}</td><td>${moneyText(cents(variant.price * quantity, shop), shop)}</td></tr>`)}
<tr><th scope="row">Subtotal</th><td>${moneyText(cents(cart.total(), shop), shop)}</td></tr></tbody></table>
<form method="post" action="/checkout">
${customer === null ? html`<p><label>Email <input type="email" name="email" required autocomplete="email" value="guest@example.net"></label></p>` : html`<p>As ${customer.firstName} ${customer.lastName}, ${customer.email}</p>`}
<button class="button" name="pay" value="1">Pay now</button></form>
<p class="quiet">Nothing is charged: this is a local stand-in, and the order is placed in its store.</p>` });
}

function buy(visit: Visit): StorefrontAnswer {
  const { cart } = visit.shopper;
  const email = visit.fields()['email'];
  try {
    const order = placeOrder(visit.live, {
      customer: visit.customer()?.id ?? null, ...(visit.customer() === null && typeof email === 'string' && email !== '' ? { email } : {}),
      lines: cart.lines().map(({ variant, quantity }) => ({ variantId: variant.id, quantity })),
      noteAttributes: [...cart.attributes].map(([name, value]) => ({ name, value })),
    });
    visit.shopper.orders.add(order.id);
    cart.clear();
    return redirectAnswer(`/checkouts/thank-you/${order.id}`);
  } catch (error) {
    if (error instanceof Refused) throw new HttpError(422, error.message);
    throw error;
  }
}

function thankYouPage(visit: Visit, { orderId = '' }: Record<string, string>): StorefrontAnswer {
  const order = ownOrder(visit, orderId);
  const { shop } = visit.live.store;
  return visit.ownPage({ title: 'Thank you', pageType: 'checkout', body: html`
<p>Your order ${order.name} is confirmed.</p>
<table class="own-table"><tbody>${order.lines.map((line) => html`<tr><td>${line.quantity} × ${line.title}</td><td>${moneyText(cents(line.unitPrice * line.quantity, shop), shop)}</td></tr>`)}
<tr><th scope="row">Total</th><td>${moneyText(cents(totalPrice(order), shop), shop)}</td></tr></tbody></table>
${orderBlocks(visit, 'purchase.thank-you.block.render', order)}
<p><a class="button" href="/">Go on shopping</a></p>` });
}
