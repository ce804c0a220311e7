import { RowFault, flag, json, requiredInteger, requiredText, text, type Cell } from './cells.ts';
import { ORDER_LINES } from './mirror-tables.ts';
import { enumWord, exact, money, moneyOrZero, objects, ownId, payloadIdOrNull, plainAmount, shareOf, type PayloadObject } from './payload-cells.ts';

/** What a line needs to know of its order. */
export interface LineContext {
  id: string;
  decimals: number;
  taxesIncluded: boolean;
  applications: readonly PayloadObject[];
}

/**
 * A line of an order's payload as a row of `order_lines`. The net amount, which no payload carries, is the price of all units less
 * discounts and, where prices include it, tax. Units that are gone take their share with them, which is exact but for the
 * way Shopify rounds: `edited` says that there are such.
 * @throws RowFault
 */
export function orderLinePayload(line: PayloadObject, order: LineContext): { cells: Cell[]; edited: boolean } {
  const { decimals } = order;
  const quantity = units(line['quantity'], 'quantity');
  const kept = line['current_quantity'] === undefined ? quantity : units(line['current_quantity'], 'current_quantity');
  if (kept > quantity) throw new RowFault('form', 'A line has more units now than were ordered.');
  const unitPrice = money(line, 'price', decimals);
  const full = exact(unitPrice * quantity, 'The price of a line');
  const tax = exact(objects(line['tax_lines'], 'tax_lines').reduce((sum, one) => sum + moneyOrZero(one, 'price', decimals), 0), 'The tax of a line');
  const allocations = objects(line['discount_allocations'], 'discount_allocations').map((one) => allocation(one, order));
  const discount = exact(allocations.reduce((sum, one) => sum + one.amount, 0), 'The discount of a line');
  const ownDiscount = allocations.reduce((sum, one) => sum + (one.method === 'EACH' && one.kind !== 'code' ? one.amount : 0), 0);
  const net = full - discount - (order.taxesIncluded ? tax : 0);
  const exists = line['product_exists'] !== false;
  const said: Readonly<Record<string, Cell>> = {
    order_id: order.id,
    id: ownId(line, 'line_item'),
    product_id: exists ? payloadIdOrNull(line['product_id'], 'product_id') : null,
    variant_id: exists ? payloadIdOrNull(line['variant_id'], 'variant_id') : null,
    original_unit_price: String(unitPrice),
    discounted_total: String(full - ownDiscount),
    net_amount: String(net - shareOf(net, quantity - kept, quantity)),
    tax: String(tax),
    discount_amount: String(discount),
    quantity: String(quantity),
    current_quantity: String(kept),
    refundable_quantity: String(kept),
    is_gift_card: flag(line['gift_card'], 'gift_card'),
    requires_shipping: flag(line['requires_shipping'], 'requires_shipping'),
    title: requiredText(line['title'], 'title'),
    variant_title: text(line['variant_title'], 'variant_title'),
    sku: text(line['sku'], 'sku'),
    vendor: text(line['vendor'], 'vendor'),
    discount_allocations: json(allocations),
  };
  return { cells: ORDER_LINES.columns.map(([name]) => said[name] ?? null), edited: kept !== quantity };
}

function units(value: unknown, name: string): number {
  const count = Number(requiredInteger(value, name));
  if (count < 0) throw new RowFault('form', `${name} is below 0.`);
  return count;
}

const KINDS: ReadonlyMap<unknown, string> = new Map([['discount_code', 'code'], ['automatic', 'automatic'], ['manual', 'manual'], ['script', 'script']]);

interface Allocation {
  index: number;
  amount: number;
  kind: string;
  title: Cell;
  method: Cell;
  target: Cell;
  percentage?: number;
  value?: number;
}

/** What one discount took from the line, as order-rows.ts writes it. */
function allocation(one: PayloadObject, { decimals, applications }: LineContext): Allocation {
  const index = Number(requiredInteger(one['discount_application_index'], 'discount_application_index'));
  const application = applications[index];
  if (application === undefined) throw new RowFault('form', `The discount ${index} of a line is not among those of its order.`);
  const kind = KINDS.get(application['type']);
  if (kind === undefined) throw new RowFault('form', 'A discount is of a kind that the app does not know.');
  return {
    index,
    amount: money(one, 'amount', decimals),
    kind,
    title: text(kind === 'code' ? application['code'] ?? application['title'] : application['title'], 'discount_application.title'),
    method: enumWord(application['allocation_method'], 'allocation_method'),
    target: enumWord(application['target_selection'], 'target_selection'),
    ...(application['value_type'] === 'percentage'
      ? { percentage: percentage(application['value']) }
      : { value: plainAmount(application['value'], decimals, 'discount_application.value') }),
  };
}

function percentage(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new RowFault('form', 'A discount\'s percentage is no number.');
  return number;
}
