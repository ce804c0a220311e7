import type { StoreOrder } from '../store/model.ts';
import { currentTotalPrice } from '../store/order-money.ts';
import { counted, customerName, instant, money, statusWords } from './format.ts';
import { placeOrderForm } from './forms.ts';
import type { Problem } from './forms.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading, tagChips } from './layout.ts';
import { pageOf, pagingBar } from './paging.ts';

const pageSize = 50;

/** The list of orders, newest first; the search takes an order's name or a part of the customer's name or e-mail. */
export function ordersPage(context: AdminContext, query: URLSearchParams, problem: Problem | null = null): string {
  const search = (query.get('query') ?? '').trim();
  const all = context.live.list('orders', 'PROCESSED_AT');
  const found = search === '' ? all : all.filter(orderMatcher(search));
  const page = pageOf(found, Number(query.get('page') ?? 1), pageSize, true);
  const path = `${context.base}/orders`;
  return adminPage(context, {
    title: 'Orders',
    active: 'orders',
    body: html`${pageHeading('Orders', { sub: counted(all.length, 'order') })}
${placeOrderForm(context, null, problem)}
<section class="card table">
  <form class="search" method="get" action="${path}" role="search">
    <input type="search" name="query" value="${search}" placeholder="Order number, customer or e-mail" aria-label="Search orders">
    <button class="button">Search</button>
  </form>
  ${page.total === 0 ? html`<p class="empty">${search === '' ? 'No orders yet.' : html`No order matches “${search}”.`}</p>` : orderTable(context, page.rows, { withCustomer: true })}
  ${pagingBar(page, path, new URLSearchParams(search === '' ? {} : { query: search }))}
</section>`,
  });
}

export function orderTable(context: AdminContext, orders: readonly StoreOrder[], options: { withCustomer: boolean }): Html {
  const { ianaTimezone } = context.live.store.shop;
  return html`<div class="scroll"><table>
  <thead><tr><th>Order</th><th>Date</th>${options.withCustomer ? html`<th>Customer</th>` : null}<th class="wide">Channel</th><th>Payment</th><th class="number wide">Items</th><th class="number">Total</th></tr></thead>
  <tbody>${orders.map((order) => html`<tr>
    <td><a href="${context.base}/orders/${order.id}">${order.name}</a></td>
    <td>${instant(order.processedAt, ianaTimezone)}</td>
    ${options.withCustomer ? html`<td>${customerLink(context, order)}</td>` : null}
    <td class="wide">${order.channelName}</td>
    <td>${paymentBadge(order)}</td>
    <td class="number wide">${order.lines.reduce((sum, line) => sum + line.quantity, 0)}</td>
    <td class="number">${money(currentTotalPrice(order), order.currencyCode)}</td>
  </tr>`)}</tbody>
</table></div>`;
}

export function paymentBadge(order: StoreOrder): Html {
  if (order.cancelledAt !== null) return html`<span class="badge warn">Cancelled</span>`;
  const tone = order.financialStatus === 'PAID' ? '' : order.financialStatus.includes('REFUNDED') ? 'dim' : 'warn';
  return html`<span class="badge ${tone}">${statusWords(order.financialStatus)}</span>${order.test ? html` <span class="badge warn">Test</span>` : null}`;
}

export function customerLink(context: AdminContext, order: StoreOrder): Html {
  if (order.customer === null) return html`<span class="quiet">${order.email ?? 'No customer'}</span>`;
  return html`<a href="${context.base}/customers/${order.customer.id}"><bdi>${customerName(order.customer)}</bdi></a>`;
}

export function orderTags(order: StoreOrder): Html {
  return order.tags.length === 0 ? html`<p class="quiet">No tags.</p>` : tagChips(order.tags);
}

function orderMatcher(search: string): (order: StoreOrder) => boolean {
  const wanted = search.toLowerCase();
  return (order) =>
    order.name.toLowerCase() === wanted ||
    order.name.toLowerCase() === `#${wanted}` ||
    String(order.id) === wanted ||
    (order.email ?? '').toLowerCase().includes(wanted) ||
    (order.customer !== null && customerName(order.customer).toLowerCase().includes(wanted));
}
