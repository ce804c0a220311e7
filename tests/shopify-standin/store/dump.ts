/**
 * Writes what the store holds and what was asked of it, so that an app's work can be checked from outside:
 * customers.jsonl, orders.jsonl and requests.jsonl. Names and shapes are those of the Admin GraphQL API, with lists in
 * place of connections. Rows stand in the order of their ids.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LiveStore } from './live-store.ts';
import { gid } from './model.ts';
import type { StoreLine, StoreOrder, StoreRefund } from './model.ts';
import {
  currentQuantity, currentTotalPrice, decimalAmount, lineNetAfterRefunds, refundTotal, subtotalPrice,
  totalDiscounts, totalPrice, totalRefunded, totalTax,
} from './order-money.ts';

const BLOCK_CHARACTERS = 1 << 16;

/** Writes the three files into `dir`, each under a temporary name first, so that a file that is there is whole. */
export async function dumpStore(live: LiveStore, dir: string, requests: Iterable<object>): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeJsonLines(join(dir, 'customers.jsonl'), customerRows(live));
  await writeJsonLines(join(dir, 'orders.jsonl'), orderRows(live));
  await writeJsonLines(join(dir, 'requests.jsonl'), requestRows(requests));
}

async function writeJsonLines(path: string, rows: Iterable<string>): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(blocks(rows), { objectMode: true, highWaterMark: 1 }), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function* blocks(rows: Iterable<string>): Generator<string> {
  let block = '';
  for (const row of rows) {
    block += `${row}\n`;
    if (block.length >= BLOCK_CHARACTERS) {
      yield block;
      block = '';
    }
  }
  if (block !== '') yield block;
}

function* requestRows(requests: Iterable<object>): Generator<string> {
  for (const request of requests) yield JSON.stringify(request);
}

function* customerRows(live: LiveStore): Generator<string> {
  for (const customer of live.list('customers', 'ID')) {
    const sourceId = live.store.sourceCustomerIds.get(customer.id);
    yield JSON.stringify({ id: gid('Customer', customer.id), legacyResourceId: String(customer.id), ...(sourceId === undefined ? {} : { sourceId }), tags: customer.tags, metafields: customer.metafields.map(({ namespace, key, type, value }) => ({ namespace, key, type, value })) });
  }
}

function* orderRows(live: LiveStore): Generator<string> {
  for (const order of live.list('orders', 'ID')) yield orderRow(order);
}

// Orders and lines are written as text: JSON.stringify over objects made for it takes three times as long, and there
// may be a million lines. Ids and amounts are digits and need no escaping; all other text goes through JSON.stringify.

function orderRow(order: StoreOrder): string {
  const currency = order.currencyCode;
  const head = JSON.stringify({
    id: gid('Order', order.id),
    legacyResourceId: String(order.id),
    name: order.name,
    customer: order.customer === null ? null : { id: gid('Customer', order.customer.id) },
    test: order.test,
    createdAt: timestamp(order.createdAt),
    processedAt: timestamp(order.processedAt),
    updatedAt: timestamp(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : timestamp(order.cancelledAt),
    displayFinancialStatus: order.financialStatus,
    displayFulfillmentStatus: order.fulfillmentStatus,
    currencyCode: currency,
    taxesIncluded: order.taxesIncluded,
    sourceName: order.sourceName,
    tags: order.tags,
  });
  return (
    `${head.slice(0, -1)},"subtotalPriceSet":${money(subtotalPrice(order), currency)},"totalDiscountsSet":${money(totalDiscounts(order), currency)}` +
    `,"totalShippingPriceSet":${money(order.shipping, currency)},"totalTaxSet":${money(totalTax(order), currency)},"totalPriceSet":${money(totalPrice(order), currency)}` +
    `,"totalRefundedSet":${money(totalRefunded(order), currency)},"currentTotalPriceSet":${money(currentTotalPrice(order), currency)}` +
    `,"lineItems":[${order.lines.map((line) => lineText(order, line)).join(',')}],"refunds":[${order.refunds.map((refund) => refundText(order, refund)).join(',')}]}`
  );
}

function lineText(order: StoreOrder, line: StoreLine): string {
  const currency = order.currencyCode;
  const product = line.variant === null ? 'null' : `{"id":"gid://shopify/Product/${line.variant.product.id}"}`;
  const variant = line.variant === null ? 'null' : `{"id":"gid://shopify/ProductVariant/${line.variant.id}"}`;
  const allocations = line.discountAllocations.map((one) => `{"allocatedAmountSet":${money(one.amount, currency)}}`).join(',');
  const taxes = line.tax === 0 ? '' : `{"priceSet":${money(line.tax, currency)}}`;
  return (
    `{"id":"gid://shopify/LineItem/${line.id}","title":${JSON.stringify(line.title)},"variantTitle":${JSON.stringify(line.variantTitle)},"sku":${JSON.stringify(line.sku)}` +
    `,"product":${product},"variant":${variant},"isGiftCard":${line.isGiftCard},"quantity":${line.quantity},"currentQuantity":${currentQuantity(line)}` +
    `,"originalUnitPriceSet":${money(line.unitPrice, currency)},"discountAllocations":[${allocations}],"taxLines":[${taxes}]` +
    `,"priceAfterAllDiscountsBeforeTaxesSet":${money(lineNetAfterRefunds(order, line), currency)}}`
  );
}

function refundText(order: StoreOrder, refund: StoreRefund): string {
  const currency = order.currencyCode;
  const lines = refund.lines.map(
    (one) =>
      `{"lineItem":{"id":"gid://shopify/LineItem/${one.line.id}"},"quantity":${one.quantity},"restockType":"${one.restocked ? 'RETURN' : 'NO_RESTOCK'}"` +
      `,"subtotalSet":${money(one.subtotal, currency)},"totalTaxSet":${money(one.tax, currency)}}`,
  );
  const shipping = refund.shipping === 0 && refund.shippingTax === 0
    ? '' : `{"subtotalAmountSet":${money(refund.shipping, currency)},"taxAmountSet":${money(refund.shippingTax, currency)}}`;
  return (
    `{"id":"gid://shopify/Refund/${refund.id}","createdAt":"${timestamp(refund.createdAt)}","note":${JSON.stringify(refund.note)},"totalRefundedSet":${money(refundTotal(refund), currency)}` +
    `,"refundLineItems":[${lines.join(',')}],"refundShippingLines":[${shipping}]}`
  );
}

function money(minor: number, currencyCode: string): string {
  return `{"shopMoney":{"amount":"${decimalAmount(minor, currencyCode)}","currencyCode":"${currencyCode}"}}`;
}

/** As GraphQL's DateTime writes it: UTC, whole seconds. */
function timestamp(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
