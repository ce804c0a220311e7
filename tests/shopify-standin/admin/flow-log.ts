import { directUseClientId } from '../apps.ts';
import type { FlowLogEntry } from '../store/model.ts';
import { customerName, instant } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading, tagChips } from './layout.ts';
import { pageOf, pagingBar } from './paging.ts';

const pageSize = 100;

/** What a merchant's Flow workflows would have been started by, newest first. */
export function flowLogPage(context: AdminContext, query: URLSearchParams): string {
  const page = pageOf(context.live.flowLog(), Number(query.get('page') ?? 1), pageSize, true);
  const path = `${context.base}/flow`;
  return adminPage(context, {
    title: 'Flow log',
    active: 'flow',
    body: html`${pageHeading('Flow log', { sub: 'Each line would have started a Shopify Flow workflow with this trigger.' })}
<section class="card table">
  ${page.total === 0 ? html`<p class="empty">Nothing yet. When an app or you change a customer’s tags, “Customer tags added” and “Customer tags removed” appear here.</p>` : flowTable(context, page.rows, { withCustomer: true })}
  ${page.total === 0 ? null : pagingBar(page, path, new URLSearchParams())}
</section>`,
  });
}

export function flowTable(context: AdminContext, entries: readonly FlowLogEntry[], options: { withCustomer: boolean }): Html {
  const { ianaTimezone } = context.live.store.shop;
  return html`<div class="scroll"><table class="flow">
  <thead><tr><th>When</th><th>Trigger</th>${options.withCustomer ? html`<th>Customer</th>` : null}<th>Tags</th><th>By</th></tr></thead>
  <tbody>${entries.map((entry) => html`<tr>
    <td>${instant(entry.at, ianaTimezone)}</td><td>${entry.trigger}</td>
    ${options.withCustomer ? html`<td>${customerOf(context, entry)}</td>` : null}
    <td>${tagChips(entry.detail.split(', '))}</td><td>${sourceName(context, entry.source)}</td>
  </tr>`)}</tbody></table></div>`;
}

function customerOf(context: AdminContext, entry: FlowLogEntry): Html | null {
  const customer = entry.customerId === null ? undefined : context.live.customer(entry.customerId);
  if (!customer) return null;
  return html`<a href="${context.base}/customers/${customer.id}"><bdi>${customerName(customer)}</bdi></a>`;
}

/** The app that caused it by its title; null is the merchant. */
export function sourceName(context: AdminContext, source: string | null): string {
  if (source === null) return 'You';
  if (source === directUseClientId) return 'Direct access token';
  return context.apps().find((app) => app.clientId === source)?.title ?? source;
}
