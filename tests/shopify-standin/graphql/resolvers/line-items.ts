import { gid } from '../../store/model.ts';
import type { StoreDiscount, StoreLine, StoreOrder } from '../../store/model.ts';
import { currentQuantity, lineDiscountedTotal, lineNetAfterRefunds, lineOriginalTotal, shareOf } from '../../store/order-money.ts';
import { moneyBag } from '../money.ts';
import type { MoneyBag } from '../money.ts';
import { servedType, Typed, withArgs } from '../serving.ts';
import type { ServedType } from '../serving.ts';
import { percentageValue } from './money.ts';
import { productImage } from './products.ts';

/** A line with its order, which says the currency and how taxes stand. */
export interface LineOf {
  order: StoreOrder;
  line: StoreLine;
}

/** A discount application: a discount of an order, by its place there. */
interface DiscountOf {
  order: StoreOrder;
  index: number;
}

interface TaxLine {
  title: string;
  price: MoneyBag;
}

export function linesOf(order: StoreOrder): LineOf[] {
  return order.lines.map((line) => ({ order, line }));
}

export function taxLine(order: StoreOrder, minor: number): TaxLine[] {
  return minor === 0 ? [] : [{ title: order.taxesIncluded ? 'VAT' : 'Tax', price: moneyBag(minor, order) }];
}

export function discountApplications(order: StoreOrder): Typed[] {
  return order.discounts.map((_, index) => discountApplication(order, index));
}

const applicationTypes = {
  code: 'DiscountCodeApplication',
  automatic: 'AutomaticDiscountApplication',
  manual: 'ManualDiscountApplication',
} as const;

function discountApplication(order: StoreOrder, index: number): Typed {
  return new Typed(applicationTypes[discountAt({ order, index }).kind], { order, index } satisfies DiscountOf);
}

function discountAt({ order, index }: DiscountOf): StoreDiscount {
  const discount = order.discounts[index];
  if (discount === undefined) throw new Error(`Order ${order.id} allocates discount ${index}, which it does not have.`);
  return discount;
}

/** Discount of the line that is its own (not the whole order's), with or without codes. */
function lineLevelDiscount({ order, line }: LineOf, withCodes: boolean): number {
  let sum = 0;
  for (const { discount: index, amount } of line.discountAllocations) {
    const discount = discountAt({ order, index });
    if (discount.allocationMethod === 'EACH' && (withCodes || discount.kind !== 'code')) sum += amount;
  }
  return sum;
}

function perUnit(total: number, line: StoreLine): number {
  return shareOf(total, 1, line.quantity);
}

const applicationFields = {
  index: (one: DiscountOf) => one.index,
  allocationMethod: (one: DiscountOf) => discountAt(one).allocationMethod,
  targetSelection: (one: DiscountOf) => discountAt(one).targetSelection,
  targetType: () => 'LINE_ITEM',
  value: (one: DiscountOf) => {
    const discount = discountAt(one);
    if (discount.percentage !== null) return percentageValue(discount.percentage);
    return new Typed('MoneyV2', { minor: discount.amount ?? 0, currency: one.order.currencyCode });
  },
};
const title = (one: DiscountOf): string => discountAt(one).title;

export const lineItemTypes: Record<string, ServedType> = {
  LineItem: servedType<LineOf>({
    id: (row) => gid('LineItem', row.line.id),
    title: (row) => row.line.title,
    name: (row) => (row.line.variantTitle === null ? row.line.title : `${row.line.title} - ${row.line.variantTitle}`),
    variantTitle: (row) => row.line.variantTitle,
    sku: (row) => row.line.sku,
    vendor: (row) => row.line.vendor,
    isGiftCard: (row) => row.line.isGiftCard,
    requiresShipping: (row) => row.line.requiresShipping,
    taxable: (row) => row.line.tax > 0,
    quantity: (row) => row.line.quantity,
    currentQuantity: (row) => currentQuantity(row.line),
    refundableQuantity: (row) => currentQuantity(row.line),
    variant: (row) => row.line.variant,
    product: (row) => row.line.variant?.product ?? null,
    image: (row, _, serving) => (row.line.variant === null ? null : productImage(row.line.variant.product, serving)),
    originalUnitPriceSet: (row) => moneyBag(row.line.unitPrice, row.order),
    originalTotalSet: (row) => moneyBag(lineOriginalTotal(row.line), row.order),
    discountedTotalSet: withArgs(['withCodeDiscounts'], (row, args) =>
      moneyBag(lineOriginalTotal(row.line) - lineLevelDiscount(row, args.withCodeDiscounts === true), row.order),
    ),
    discountedUnitPriceSet: (row) => moneyBag(perUnit(lineOriginalTotal(row.line) - lineLevelDiscount(row, false), row.line), row.order),
    discountedUnitPriceAfterAllDiscountsSet: (row) => moneyBag(perUnit(lineDiscountedTotal(row.line), row.line), row.order),
    totalDiscountSet: (row) => moneyBag(lineLevelDiscount(row, true), row.order),
    priceAfterAllDiscountsBeforeTaxesSet: (row) => moneyBag(lineNetAfterRefunds(row.order, row.line), row.order),
    taxLines: withArgs(['first'], (row) => taxLine(row.order, row.line.tax)),
    discountAllocations: (row) => row.line.discountAllocations.map(({ discount, amount }) => ({ order: row.order, index: discount, amount })),
    merchantEditable: (row) => row.order.cancelledAt === null,
  }),
  FulfillmentLineItem: servedType<LineOf>({
    id: (row) => gid('FulfillmentLineItem', row.line.id),
    quantity: (row) => row.line.quantity,
    lineItem: (row) => row,
    originalTotalSet: (row) => moneyBag(lineOriginalTotal(row.line), row.order),
    discountedTotalSet: (row) => moneyBag(lineOriginalTotal(row.line) - lineLevelDiscount(row, false), row.order),
  }),
  DiscountAllocation: servedType<DiscountOf & { amount: number }>({
    allocatedAmountSet: (row) => moneyBag(row.amount, row.order),
    discountApplication: (row) => discountApplication(row.order, row.index),
  }),
  DiscountCodeApplication: servedType<DiscountOf>({ ...applicationFields, code: title }),
  AutomaticDiscountApplication: servedType<DiscountOf>({ ...applicationFields, title }),
  ManualDiscountApplication: servedType<DiscountOf>({ ...applicationFields, title, description: title }),
  // Scripts are no more, but apps still ask: no discount of the store is ever one.
  ScriptDiscountApplication: servedType<DiscountOf>({ ...applicationFields, title }),
  TaxLine: servedType<TaxLine>({ title: (line) => line.title, priceSet: (line) => line.price }),
};
