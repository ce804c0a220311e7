import type { StoreCustomer } from '../store/model.ts';
import { amountSpent } from '../store/order-money.ts';
import { counted, customerName, money } from './format.ts';
import { newCustomerForm } from './forms.ts';
import type { Problem } from './forms.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading, tagChips } from './layout.ts';
import { pageOf, pagingBar } from './paging.ts';

const pageSize = 50;

/** The list of customers, last changed first, so that what was just tagged is on top. */
export function customersPage(context: AdminContext, query: URLSearchParams, problem: Problem | null = null): string {
  const search = (query.get('query') ?? '').trim();
  const all = context.live.list('customers', 'UPDATED_AT');
  const found = search === '' ? all : all.filter(customerMatcher(search));
  const page = pageOf(found, Number(query.get('page') ?? 1), pageSize, true);
  const path = `${context.base}/customers`;
  const kept = new URLSearchParams(search === '' ? {} : { query: search });
  return adminPage(context, {
    title: 'Customers',
    active: 'customers',
    body: html`${pageHeading('Customers', { sub: counted(all.length, 'customer') })}
${newCustomerForm(context, problem)}
<section class="card table">
  <form class="search" method="get" action="${path}" role="search">
    <input type="search" name="query" value="${search}" placeholder="Name, e-mail, id, or tag:VIP" aria-label="Search customers">
    <button class="button">Search</button>
  </form>
  ${page.total === 0 ? html`<p class="empty">No customer matches “${search}”. Try a part of the name or e-mail, or tag: with a whole tag.</p>` : customerTable(context, page.rows)}
  ${pagingBar(page, path, kept)}
</section>`,
  });
}

function customerTable(context: AdminContext, customers: StoreCustomer[]): Html {
  const { currencyCode } = context.live.store.shop;
  return html`<div class="scroll"><table>
  <thead><tr><th>Customer</th><th class="wide">E-mail</th><th class="wide">Marketing</th><th>Tags</th><th class="number wide">Orders</th><th class="number">Spent</th></tr></thead>
  <tbody>${customers.map((customer) => html`<tr>
    <td><a href="${context.base}/customers/${customer.id}"><bdi>${customerName(customer)}</bdi></a></td>
    <td class="wide">${customer.email}</td>
    <td class="wide"><span class="badge ${customer.emailMarketingState === 'SUBSCRIBED' ? 'good' : ''}">${customer.emailMarketingState === 'SUBSCRIBED' ? 'Subscribed' : 'Not subscribed'}</span></td>
    <td>${tagChips(customer.tags)}</td>
    <td class="number wide">${customer.orders.length}</td>
    <td class="number">${money(amountSpent(customer, currencyCode), currencyCode)}</td>
  </tr>`)}</tbody>
</table></div>`;
}

/** `tag:x` finds the whole tag, a number the id, anything else a part of name, e-mail or tag; all without case. */
export function customerMatcher(search: string): (customer: StoreCustomer) => boolean {
  const wanted = search.toLowerCase();
  const tag = /^tag:\s*"?(.*?)"?$/.exec(wanted)?.[1];
  if (tag !== undefined) return (customer) => customer.tags.some((one) => one.toLowerCase() === tag);
  return (customer) =>
    String(customer.id) === wanted ||
    customerName(customer).toLowerCase().includes(wanted) ||
    (customer.email ?? '').toLowerCase().includes(wanted) ||
    customer.tags.some((one) => one.toLowerCase().includes(wanted));
}
