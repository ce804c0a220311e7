import type { StoreCustomer } from '../store/model.ts';
import { amountSpent } from '../store/order-money.ts';
import { customerBlocks } from './customer-blocks.ts';
import { flowTable } from './flow-log.ts';
import { counted, customerName, day, money, statusWords } from './format.ts';
import { customerForms, placeOrderForm } from './forms.ts';
import type { Problem } from './forms.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading } from './layout.ts';
import { orderTable } from './orders.ts';

const shownOrders = 50;
const shownFlowEntries = 20;

/** One customer, with tags that the merchant can add and take away, and what else may be done. `errors`: why the last change was refused. */
export function customerPage(context: AdminContext, customer: StoreCustomer, errors: { tags?: string; merge?: string; doing?: Problem } = {}): string {
  const { shop } = context.live.store;
  const spent = amountSpent(customer, shop.currencyCode);
  const definitions = context.live.metafields.definitions();
  const entries = context.live.flowLog().filter((entry) => entry.customerId === customer.id).reverse();
  const facts: [string, string][] = [
    ['Amount spent', money(spent, shop.currencyCode)],
    ['Orders', String(customer.orders.length)],
    ['Customer since', day(customer.createdAt, shop.ianaTimezone)],
  ];
  return adminPage(context, {
    title: customerName(customer),
    active: 'customers',
    scripts: ['/__standin/ui-extensions/extension-page.js'],
    body: html`${pageHeading(customerName(customer), {
      back: { href: `${context.base}/customers`, label: 'Customers' },
      sub: [customer.city, customer.countryCode].filter(Boolean).join(', '),
    })}
<div class="two">
  <div>
    <section class="card facts">${facts.map(([label, value]) => html`<div><span>${label}</span><strong>${value}</strong></div>`)}</section>
    ${customerBlocks(context, customer)}
    <section class="card table"><h2>Orders</h2>
      ${customer.orders.length === 0 ? html`<p class="empty">No orders yet.</p>` : orderTable(context, customer.orders.slice(-shownOrders).reverse(), { withCustomer: false })}
      ${customer.orders.length > shownOrders ? html`<p class="more">The last ${shownOrders} of ${counted(customer.orders.length, 'order')}.</p>` : null}
    </section>
    <section class="card table"><h2>Flow log</h2>
      ${entries.length === 0 ? html`<p class="empty">Nothing has happened to this customer since the store was loaded.</p>` : flowTable(context, entries.slice(0, shownFlowEntries), { withCustomer: false })}
    </section>
  </div>
  <aside>
    ${placeOrderForm(context, customer, errors.doing ?? null)}
    ${tagEditor(context, customer, errors.tags ?? null)}
    <section class="card"><h2>Contact</h2>
      <p>${customer.email ?? 'No e-mail'}</p><p>${customer.phone ?? 'No phone number'}</p>
      <p class="quiet">E-mail: ${statusWords(customer.emailMarketingState).toLowerCase()}${customer.smsMarketingState ? html` · SMS: ${statusWords(customer.smsMarketingState).toLowerCase()}` : null}</p>
      ${customer.note ? html`<h3>Note</h3><p>${customer.note}</p>` : null}
    </section>
    ${customer.metafields.length === 0 ? null : html`<section class="card"><h2>Metafields</h2><dl>
      ${customer.metafields.map((field) => html`<dt>${definitions.find('Customer', field.namespace, field.key)?.name ?? `${field.namespace}.${field.key}`}</dt><dd>${field.value}</dd>`)}</dl></section>`}
    ${mergeForm(context, customer, errors.merge ?? null)}
    ${customerForms(context, customer, errors.doing ?? null)}
    <p class="quiet id">gid://shopify/Customer/${customer.id}</p>
  </aside>
</div>`,
  });
}

function tagEditor(context: AdminContext, customer: StoreCustomer, error: string | null): Html {
  const action = `${context.base}/customers/${customer.id}/tags`;
  return html`<section class="card tags"><h2>Tags</h2>
  <form method="post" action="${action}" class="add">
    <input name="add" aria-label="Add tags" placeholder="Add a tag" autocomplete="off"${error ? html` aria-invalid="true" aria-describedby="tag-error"` : null}>
    <button class="button">Add</button>
  </form>
  ${error ? html`<p class="error" id="tag-error" role="alert">${error}</p>` : null}
  ${customer.tags.length === 0 ? html`<p class="quiet">No tags.</p>` : html`<form method="post" action="${action}" class="chips">
    ${customer.tags.map((tag) => html`<span class="chip"><bdi>${tag}</bdi><button name="remove" value="${tag}" aria-label="Remove ${tag}">×</button></span>`)}
  </form>`}
</section>`;
}

function mergeForm(context: AdminContext, customer: StoreCustomer, error: string | null): Html {
  return html`<section class="card tags"><h2>Merge</h2>
  <form method="post" action="${context.base}/customers/${customer.id}/merge" class="add">
    <input name="other" aria-label="Number of the customer to merge with" placeholder="Customer number" autocomplete="off" inputmode="numeric"${error ? html` aria-invalid="true" aria-describedby="merge-error"` : null}>
    <button class="button">Merge</button>
  </form>
  ${error ? html`<p class="error" id="merge-error" role="alert">${error}</p>` : null}
</section>`;
}
