/** Logging in is choosing a customer: there are no passwords here. */
import { html } from '../admin/html.ts';
import { HttpError } from '../http-body.ts';
import type { StoreCustomer } from '../store/model.ts';
import { totalPrice } from '../store/order-money.ts';
import { orderBlocks } from './extension-pages.ts';
import { ownOrder } from './own-order.ts';
import { cents, moneyText } from './money.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { redirectAnswer } from './visit.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

export const accountPages: readonly StorefrontPage[] = [
  { methods: ['GET'], path: '/account/login', answer: loginPage },
  { methods: ['POST'], path: '/account/login', answer: logIn },
  { methods: ['GET'], path: '/account/logout', answer: (visit) => ((visit.shopper.customerId = null), redirectAnswer(visit.root)) },
  { methods: ['GET'], path: '/account', answer: accountPage },
  { methods: ['GET'], path: '/account/orders/:id', answer: orderPage },
];

const mostShown = 20;

function nameOf(customer: StoreCustomer): string {
  return [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ') || (customer.email ?? `Customer ${customer.id}`);
}

function loginPage(visit: Visit): StorefrontAnswer {
  const query = visit.query.get('q') ?? '';
  const wanted = query.trim().toLowerCase();
  const found = [...visit.live.store.customers.values()]
    .filter((customer) => wanted === '' || String(customer.id) === wanted || `${nameOf(customer)} ${customer.email ?? ''}`.toLowerCase().includes(wanted))
    .sort((a, b) => b.orders.length - a.orders.length || a.id - b.id).slice(0, mostShown);
  return visit.ownPage({ title: 'Log in', pageType: 'customers/login', body: html`
<p>Choose who to be. There are no passwords in the local Shopify.</p>
<form method="get" class="own-search"><label>Name, email or number <input type="search" name="q" value="${query}"></label> <button class="button">Find</button></form>
<form method="post"><ul class="own-list">${found.map((customer) => html`<li><span>${nameOf(customer)} <small>${customer.email} · ${customer.orders.length} orders</small></span>
<button class="button secondary" name="customer" value="${customer.id}" aria-label="Log in as ${nameOf(customer)}">Log in</button></li>`)}</ul></form>
${found.length === 0 ? html`<p>Nobody is called that.</p>` : null}` });
}

function logIn(visit: Visit): StorefrontAnswer {
  const customer = visit.live.customer(Number(visit.fields()['customer']));
  if (customer === undefined) throw new HttpError(404, 'There is no such customer.');
  visit.shopper.customerId = customer.id;
  return redirectAnswer(visit.root);
}

function accountPage(visit: Visit): StorefrontAnswer {
  const customer = visit.customer();
  if (customer === null) return redirectAnswer(`${visit.root}account/login`);
  const { shop } = visit.live.store;
  return visit.ownPage({ title: 'Account', pageType: 'customers/account', body: html`
<p>${nameOf(customer)}, ${customer.email} · <a href="/account/logout">Log out</a></p><h2>Orders</h2>
${customer.orders.length === 0 ? html`<p>No orders yet.</p>` : html`<ul class="own-list">${[...customer.orders].reverse().slice(0, mostShown).map((order) => html`<li><a href="/account/orders/${order.id}">${order.name}</a>
<span>${new Date(order.processedAt).toISOString().slice(0, 10)} · ${moneyText(cents(totalPrice(order), shop), shop)}</span></li>`)}</ul>`}` });
}

function orderPage(visit: Visit, { id = '' }: Record<string, string>): StorefrontAnswer {
  const order = ownOrder(visit, id);
  const { shop } = visit.live.store;
  return visit.ownPage({ title: `Order ${order.name}`, pageType: 'customers/order', body: html`
<p>${new Date(order.processedAt).toISOString().slice(0, 10)} · ${order.fulfillmentStatus.toLowerCase()}</p>
<table class="own-table"><tbody>${order.lines.map((line) => html`<tr><td>${line.quantity} × ${line.title}</td><td>${moneyText(cents(line.unitPrice * line.quantity, shop), shop)}</td></tr>`)}</tbody></table>
${orderBlocks(visit, 'customer-account.order-status.block.render', order)}
<p><a href="/account">All orders</a></p>` });
}
