import type { FormPart, HoleKind } from './line-form.ts';
import type { BulkKind } from './mirror-tables.ts';
import { RowForm, type CellForm } from './row-form.ts';

/**
 * Lines of the bulk results as Shopify writes them, part by part in the order of the queries (orders.bulk.graphql,
 * customers.bulk.graphql), and the cells that they become, in the order of the columns (mirror-tables.ts). They say the
 * same as the row mappings (order-rows.ts, customer-row.ts), for the lines of which there are millions; a test holds the
 * two against each other.
 */
const hole = (kind: HoleKind, name: string): FormPart => ({ hole: kind, name });
const text = (name: string): FormPart => hole('text', name);
const instant = (name: string): FormPart => hole('instant', name);
const instantOrNull = (name: string): FormPart => hole('instant-or-null', name);
const money = (name: string): FormPart => ({ nullable: ['{"s":{"a":"', hole('decimal', name), '"}}'] });
/** An amount that no row is without. */
const someMoney = (name: string): readonly FormPart[] => ['{"s":{"a":"', hole('decimal', name), '"}}'];
const idOrNull = (type: string, name: string): FormPart => ({ nullable: [`{"id":"gid://shopify/${type}/`, hole('digits', name), '"}'] });

const copies = (...names: string[]): CellForm[] => names.map((copy) => ({ copy }));
const amounts = (...names: string[]): CellForm[] => names.map((amount) => ({ amount }));

/** An order without refunds, and with one fulfilment at most. */
const ORDER: readonly FormPart[] = [
  '{"id":"gid://shopify/Order/', hole('digits', 'id'), '","name":', text('name'), ',"customer":', idOrNull('Customer', 'customer'),
  ',"processedAt":', instant('processedAt'), ',"createdAt":', instant('createdAt'), ',"updatedAt":', instant('updatedAt'), ',"cancelledAt":', instantOrNull('cancelledAt'), ',"cancelReason":', text('cancelReason'),
  ',"closedAt":', instantOrNull('closedAt'), ',"test":', hole('flag', 'test'), ',"paid":', text('paid'), ',"sent":', text('sent'), ',"returned":', text('returned'), ',"currency":', text('currency'), ',"shownIn":', text('shownIn'),
  ',"taxIn":', hole('flag', 'taxIn'), ',"subtotal":', money('subtotal'), ',"discounts":', money('discounts'), ',"shipping":', money('shipping'), ',"tax":', money('tax'), ',"total":', ...someMoney('total'),
  ',"subtotalNow":', money('subtotalNow'), ',"discountsNow":', money('discountsNow'), ',"taxNow":', money('taxNow'), ',"totalNow":', money('totalNow'), ',"refunded":', money('refunded'), ',"shippingBack":', money('shippingBack'),
  ',"codes":', hole('texts', 'codes'), ',"source":', text('source'), ',"app":', { nullable: ['{"name":', text('app'), '}'] }, ',"channel":', { nullable: ['{"name":', text('channel'), '}'] },
  ',"journey":', {
    nullable: [
      '{"visit":', {
        nullable: [
          '{"at":', instantOrNull('visit.at'), ',"source":', text('visit.source'), ',"type":', text('visit.type'), ',"page":', text('visit.page'), ',"from":', text('visit.from'),
          ',"utm":', { nullable: ['{"source":', text('utm.source'), ',"medium":', text('utm.medium'), ',"campaign":', text('utm.campaign'), '}'] }, '}',
        ],
      }, '}',
    ],
  },
  ',"sends":', { atMostOne: ['{"at":', instantOrNull('sends.at'), ',"arrived":', instantOrNull('sends.arrived'), '}'] }, ',"to":', { nullable: ['{"country":', text('country'), '}'] },
  ',"tags":', hole('texts', 'tags'), ',"refunds":[]}',
];

const ORDER_CELLS: readonly CellForm[] = [
  ...copies('id', 'customer', 'processedAt', 'createdAt', 'updatedAt', 'cancelledAt', 'closedAt', 'sends.at', 'sends.arrived'),
  ...amounts('subtotal', 'discounts', 'shipping', 'tax', 'total', 'subtotalNow', 'discountsNow', 'taxNow', 'totalNow', 'refunded', 'shippingBack'),
  { flag: 'test' }, { flag: 'taxIn' }, { differs: 'NO_RETURN', from: 'returned' }, { required: 'name' }, { copy: 'paid' }, { required: 'sent' }, { required: 'returned' }, { copy: 'currency' }, { required: 'shownIn' },
  { array: 'codes' }, ...copies('cancelReason', 'source', 'channel', 'app', 'visit.at', 'visit.source', 'visit.type', 'visit.page', 'visit.from', 'utm.source', 'utm.medium', 'utm.campaign', 'country'), { array: 'tags' },
];

/** A line with one tax and one discount at most, that a code of some whole percent. */
const ORDER_LINE: readonly FormPart[] = [
  '{"id":"gid://shopify/LineItem/', hole('digits', 'id'), '","product":', idOrNull('Product', 'product'), ',"variant":', idOrNull('ProductVariant', 'variant'),
  ',"title":', text('title'), ',"option":', text('option'), ',"sku":', text('sku'), ',"vendor":', text('vendor'),
  ',"quantity":', hole('integer', 'quantity'), ',"current":', hole('integer', 'current'), ',"refundable":', hole('integer', 'refundable'), ',"gift":', hole('flag', 'gift'), ',"ships":', hole('flag', 'ships'),
  ',"unit":{"s":{"a":"', hole('decimal', 'unit'), '","c":', text('currency'), '}},"total":', ...someMoney('total'), ',"net":', ...someMoney('net'),
  ',"taxes":', { atMostOne: ['{"price":', ...someMoney('tax'), '}'] },
  ',"off":', {
    atMostOne: [
      '{"amount":', ...someMoney('discount'), ',"by":{"__typename":"DiscountCodeApplication","index":', hole('integer', 'off.index'), ',"method":', hole('some-text', 'off.method'),
      ',"target":', hole('some-text', 'off.target'), ',"value":{"percentage":', hole('integer', 'off.percentage'), '},"code":', hole('some-text', 'off.code'), '}}',
    ],
  },
  ',"__parentId":"gid://shopify/Order/', hole('digits', 'order'), '"}',
];

const ORDER_LINE_CELLS: readonly CellForm[] = [
  ...copies('order', 'id', 'product', 'variant'), ...amounts('unit', 'total', 'net', 'tax', 'discount'), ...copies('quantity', 'current', 'refundable'), { flag: 'gift' }, { flag: 'ships' },
  { required: 'title' }, ...copies('option', 'sku', 'vendor'),
  {
    template: [
      '[{"index":', { copy: 'off.index' }, ',"amount":', { amount: 'discount' }, ',"kind":"code","title":"', { copy: 'off.code' }, '","method":"', { copy: 'off.method' }, '","target":"', { copy: 'off.target' },
      '","percentage":', { copy: 'off.percentage' }, '}]',
    ],
  },
];

const CUSTOMER: readonly FormPart[] = [
  '{"id":"gid://shopify/Customer/', hole('digits', 'id'), '","firstName":', text('firstName'), ',"lastName":', text('lastName'), ',"locale":', text('locale'), ',"state":', text('state'), ',"tags":', hole('texts', 'tags'),
  ',"createdAt":', instant('createdAt'), ',"updatedAt":', instant('updatedAt'), ',"numberOfOrders":"', hole('integer', 'numberOfOrders'), '","amountSpent":{"amount":"', hole('decimal', 'amountSpent'), '","currencyCode":', text('currency'), '}',
  ',"defaultEmailAddress":', {
    nullable: [
      '{"emailAddress":', text('email'), ',"marketingState":', text('email.state'), ',"marketingOptInLevel":', text('email.level'), ',"marketingUpdatedAt":', instantOrNull('email.at'), '}',
    ],
  },
  ',"defaultPhoneNumber":', {
    nullable: [
      '{"phoneNumber":', text('phone'), ',"smsMarketingConsent":', { nullable: ['{"state":', text('sms.state'), ',"optInLevel":', text('sms.level'), ',"updatedAt":', instantOrNull('sms.at'), '}'] }, '}',
    ],
  },
  ',"defaultAddress":', { nullable: ['{"countryCodeV2":', text('country'), ',"city":', text('city'), '}'] },
  ',"statistics":', { nullable: ['{"rfmGroup":', text('rfmGroup'), ',"predictedSpendTier":', text('spendTier'), '}'] }, '}',
];

const CUSTOMER_CELLS: readonly CellForm[] = [
  ...copies('id', 'firstName', 'lastName', 'email', 'phone', 'locale', 'state', 'email.state', 'email.level', 'email.at', 'sms.state', 'sms.level', 'sms.at', 'country', 'city'), { array: 'tags' },
  { amount: 'amountSpent' }, ...copies('currency', 'numberOfOrders', 'rfmGroup', 'spendTier', 'createdAt', 'updatedAt'),
];

export interface BulkForms {
  root: RowForm;
  child: RowForm | null;
}

/** The forms of a kind's lines; null where there are too few of them for it to matter. */
export function bulkForms(kind: BulkKind): BulkForms | null {
  switch (kind) {
    case 'orders':
      return { root: new RowForm(ORDER, ORDER_CELLS, 'currency'), child: new RowForm(ORDER_LINE, ORDER_LINE_CELLS, 'currency') };
    case 'customers':
      return { root: new RowForm(CUSTOMER, CUSTOMER_CELLS, 'currency'), child: null };
    default:
      return null;
  }
}
