import type { StoreSegment } from '../store/segment-book.ts';
import { compileSegmentQuery } from '../store/segment-query.ts';
import type { StoreCustomer } from '../store/model.ts';
import { counted, customerName, instant } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading, tagChips } from './layout.ts';
import { pageOf, pagingBar } from './paging.ts';

const pageSize = 50;

/** The customers whom the segment holds for now. */
function membersOf(context: AdminContext, segment: StoreSegment): StoreCustomer[] {
  const compiled = compileSegmentQuery(segment.query);
  return 'test' in compiled ? context.live.list('customers', 'ID').filter((customer) => compiled.test(customer.tags)) : [];
}

/** The saved segments, each with its query and how many it holds for now. */
export function segmentsPage(context: AdminContext): string {
  const segments = [...context.live.segments().all()].reverse();
  const { ianaTimezone } = context.live.store.shop;
  return adminPage(context, {
    title: 'Segments',
    active: 'segments',
    body: html`${pageHeading('Segments', { sub: counted(segments.length, 'segment') })}
<section class="card table">
  ${segments.length === 0 ? html`<p class="empty">No segments yet. An app, or a call of segmentCreate, makes them.</p>` : html`<div class="scroll"><table>
  <thead><tr><th>Segment</th><th>Query</th><th class="number">Customers</th><th class="wide">Last edited</th></tr></thead>
  <tbody>${segments.map((segment) => html`<tr>
    <td><a href="${context.base}/customers/segments/${segment.id}"><bdi>${segment.name}</bdi></a></td>
    <td><code>${segment.query}</code></td><td class="number">${membersOf(context, segment).length}</td>
    <td class="wide">${instant(segment.editedAt, ianaTimezone)}</td>
  </tr>`)}</tbody></table></div>`}
</section>`,
  });
}

/** One segment with its members; the merchant can rename, change and delete it here, as in Shopify's admin. */
export function segmentPage(context: AdminContext, segment: StoreSegment, query: URLSearchParams, error: string | null = null): string {
  const page = pageOf(membersOf(context, segment), Number(query.get('page') ?? 1), pageSize);
  const path = `${context.base}/customers/segments/${segment.id}`;
  return adminPage(context, {
    title: segment.name,
    active: 'segments',
    body: html`${pageHeading(segment.name, { back: { href: `${context.base}/customers/segments`, label: 'Segments' }, sub: counted(page.total, 'customer') })}
<section class="card">
  <form method="post" action="${path}/edit" class="segment">
    <label>Name <input name="name" value="${segment.name}" autocomplete="off"></label>
    <label>Query <input name="query" value="${segment.query}" autocomplete="off"></label>
    ${error === null ? null : html`<p class="error" role="alert">${error}</p>`}
    <button class="button">Save</button>
  </form>
  <form method="post" action="${path}/delete"><button class="button danger">Delete segment</button></form>
</section>
<section class="card table">
  ${page.total === 0 ? html`<p class="empty">Nobody is in this segment now.</p>` : html`<div class="scroll"><table>
  <thead><tr><th>Customer</th><th>Tags</th></tr></thead>
  <tbody>${page.rows.map((customer): Html => html`<tr><td><a href="${context.base}/customers/${customer.id}"><bdi>${customerName(customer)}</bdi></a></td><td>${tagChips(customer.tags)}</td></tr>`)}</tbody>
  </table></div>`}
  ${pagingBar(page, path, new URLSearchParams())}
</section>`,
  });
}
