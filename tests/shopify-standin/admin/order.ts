import type { StoreOrder } from '../store/model.ts';
import { currentTotalPrice, lineDiscountedTotal, refundTotal, subtotalPrice, totalDiscounts, totalPrice, totalRefunded, totalTax } from '../store/order-money.ts';
import { counted, instant, money, statusWords } from './format.ts';
import { orderForms } from './forms.ts';
import type { Problem } from './forms.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';
import { adminPage, pageHeading } from './layout.ts';
import { customerLink, orderTags, paymentBadge } from './orders.ts';

/** One order: its lines, what was paid, what was given back, and what the merchant may do with it. */
export function orderPage(context: AdminContext, order: StoreOrder, problem: Problem | null = null): string {
  const { ianaTimezone } = context.live.store.shop;
  return adminPage(context, {
    title: order.name,
    active: 'orders',
    body: html`${pageHeading(order.name, {
      back: { href: `${context.base}/orders`, label: 'Orders' },
      aside: html`${paymentBadge(order)} <span class="badge">${statusWords(order.fulfillmentStatus)}</span>`,
      sub: html`${instant(order.processedAt, ianaTimezone)} from ${order.channelName}`,
    })}
<div class="two">
  <div>
    <section class="card table"><h2>${counted(order.lines.length, 'line')}</h2>${lineTable(context, order)}</section>
    <section class="card"><h2>Payment</h2>${totals(order)}</section>
    ${order.refunds.map((refund) => html`<section class="card table"><h2>Refund of ${instant(refund.createdAt, ianaTimezone)}</h2>
      ${refund.note ? html`<p class="more">${refund.note}</p>` : null}
      <div class="scroll"><table><tbody>
        ${refund.lines.map((line) => html`<tr><td>${line.line.title}</td><td class="number">${line.quantity}</td><td class="number">${money(line.subtotal + line.tax, order.currencyCode)}</td></tr>`)}
        ${refund.shipping + refund.shippingTax > 0 ? html`<tr><td>Shipping</td><td></td><td class="number">${money(refund.shipping + refund.shippingTax, order.currencyCode)}</td></tr>` : null}
        ${refund.adjustment !== 0 ? html`<tr><td>Adjustment</td><td></td><td class="number">${money(refund.adjustment, order.currencyCode)}</td></tr>` : null}
        <tr class="sum"><td>Refunded</td><td></td><td class="number">${money(refundTotal(refund), order.currencyCode)}</td></tr>
      </tbody></table></div></section>`)}
  </div>
  <aside>
    <section class="card"><h2>Customer</h2><p>${customerLink(context, order)}</p>${order.customer?.email ? html`<p class="quiet">${order.customer.email}</p>` : null}</section>
    <section class="card"><h2>Tags</h2>${orderTags(order)}</section>
    ${order.journey ? html`<section class="card"><h2>Came from</h2><p>${order.journey.source}${order.journey.utmCampaign ? html` · ${order.journey.utmCampaign}` : null}</p></section>` : null}
    ${orderForms(context, order, problem)}
    <p class="quiet id">gid://shopify/Order/${order.id}</p>
  </aside>
</div>`,
  });
}

function lineTable(context: AdminContext, order: StoreOrder): Html {
  return html`<div class="scroll"><table>
  <thead><tr><th>Product</th><th class="number">Price</th><th class="number">Quantity</th><th class="number">Total</th></tr></thead>
  <tbody>${order.lines.map((line) => html`<tr>
    <td>${line.variant ? html`<a href="${context.base}/products/${line.variant.product.id}">${line.title}</a>` : line.title}
      ${line.variantTitle || line.sku ? html`<br><span class="quiet">${[line.variantTitle, line.sku].filter(Boolean).join(' · ')}</span>` : null}
      ${line.isGiftCard ? html` <span class="badge">Gift card</span>` : null}
      ${line.refundedQuantity > 0 ? html` <span class="badge dim">${line.refundedQuantity} refunded</span>` : null}
      ${line.removedQuantity > 0 ? html` <span class="badge dim">${line.removedQuantity} removed</span>` : null}</td>
    <td class="number">${money(line.unitPrice, order.currencyCode)}</td><td class="number">${line.quantity}</td>
    <td class="number">${money(lineDiscountedTotal(line), order.currencyCode)}</td>
  </tr>`)}</tbody></table></div>`;
}

function totals(order: StoreOrder): Html {
  const amount = (minor: number): string => money(minor, order.currencyCode);
  const names = order.discounts.map((discount) => discount.title).filter(Boolean).join(', ');
  const rows: [string, string][] = [
    ['Subtotal', amount(subtotalPrice(order))],
    ['Shipping', amount(order.shipping)],
    [order.taxesIncluded ? 'Tax (included)' : 'Tax', amount(totalTax(order))],
    ['Total', amount(totalPrice(order))],
  ];
  if (totalDiscounts(order) > 0) rows.splice(1, 0, [`Discounts, in the subtotal${names ? ` (${names})` : ''}`, amount(-totalDiscounts(order))]);
  if (order.refunds.length > 0) rows.push(['Refunded', amount(-totalRefunded(order))], ['Left', amount(currentTotalPrice(order))]);
  return html`<table class="totals"><tbody>${rows.map(([label, value]) => html`<tr><td>${label}</td><td class="number">${value}</td></tr>`)}</tbody></table>`;
}
