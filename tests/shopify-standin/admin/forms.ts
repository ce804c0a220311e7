/** The forms with which a buyer's and the merchant's doings are started from the admin's pages. */
import type { StoreCustomer, StoreOrder, StoreProduct, StoreVariant } from '../store/model.ts';
import { currentQuantity, netPayment } from '../store/order-money.ts';
import type { Html, HtmlPart } from './html.ts';
import { html } from './html.ts';
import type { AdminContext } from './layout.ts';

const shownVariants = 300;

/** Why the last doing of a page was refused: which form it was, and the reason. */
export interface Problem {
  form: string;
  message: string;
}

/** A form that opens at a press; its problem stands above the button that was pressed. */
function card(action: string, title: string, name: string, problem: Problem | null, fields: HtmlPart, button: string, tone = ''): Html {
  const wrong = problem?.form === name ? problem.message : null;
  return html`<details class="card doing"${wrong === null ? null : html` open`}><summary>${title}</summary>
  <form method="post" action="${action}">${fields}
    ${wrong === null ? null : html`<p class="error" role="alert">${wrong}</p>`}
    <button class="button ${tone}">${button}</button>
  </form></details>`;
}

function field(label: string, name: string, value: string, extra: HtmlPart = null): Html {
  return html`<label>${label}<input name="${name}" value="${value}" autocomplete="off"${extra}></label>`;
}

function check(label: string, name: string, checked: boolean): Html {
  return html`<label class="check"><input type="checkbox" name="${name}"${checked ? html` checked` : null}>${label}</label>`;
}

function variants(context: AdminContext): StoreVariant[] {
  const found: StoreVariant[] = [];
  for (const product of context.live.list('products', 'TITLE')) {
    if (product.status !== 'ACTIVE') continue;
    found.push(...product.variants);
    if (found.length >= shownVariants) break;
  }
  return found;
}

function variantName(variant: StoreVariant): string {
  return variant.title === 'Default Title' ? variant.product.title : `${variant.product.title} - ${variant.title}`;
}

/** What is bought: chosen from a list, or typed by its number. */
function goods(context: AdminContext, quantity = '1'): Html {
  const all = variants(context);
  const first = all.find((one) => !one.product.isGiftCard) ?? all[0];
  return html`<label>Product<input name="variant" list="variants" value="${first === undefined ? '' : `${first.id} ${variantName(first)}`}" autocomplete="off"></label>
    <datalist id="variants">${all.map((one) => html`<option value="${one.id} ${variantName(one)}"></option>`)}</datalist>
    ${field('Quantity', 'quantity', quantity, html` inputmode="numeric"`)}`;
}

/** `customer` null: a guest's order, or one of a customer whose number is typed. */
export function placeOrderForm(context: AdminContext, customer: StoreCustomer | null, problem: Problem | null): Html {
  const who = customer === null ? field('Customer number (empty: a guest)', 'customer', '', html` inputmode="numeric"`) : html`<input type="hidden" name="customer" value="${customer.id}">`;
  return card(`${context.base}/orders/place`, 'Place an order', 'place', problem, html`${who}${goods(context)}
    ${field('Discount code (10%)', 'code', '')}${check('A test order', 'test', false)}`, 'Place an order', 'primary');
}

export function orderForms(context: AdminContext, order: StoreOrder, problem: Problem | null): Html {
  const at = `${context.base}/orders/${order.id}`;
  const lines = order.lines.filter((line) => currentQuantity(line) > 0);
  const cancelled = order.cancelledAt !== null;
  const units = (prefix: string): Html[] => lines.map((line) => field(`${line.title} (${currentQuantity(line)} left)`, `${prefix}${line.id}`, '0', html` inputmode="numeric"`));
  const waits = ['PENDING', 'AUTHORIZED', 'PARTIALLY_PAID', 'EXPIRED'].includes(order.financialStatus);
  return html`${netPayment(order) > 0 ? card(`${at}/refund`, 'Refund', 'refund', problem, html`${units('units-')}${field('Goodwill', 'goodwill', '0', html` inputmode="decimal"`)}
    ${check('Shipping', 'shipping', false)}${check('Back into stock', 'restock', true)}`, 'Refund') : null}
  ${waits && !cancelled ? card(`${at}/pay`, 'Payment', 'pay', problem, null, 'Mark as paid') : null}
  ${order.fulfillmentStatus !== 'FULFILLED' && !cancelled ? card(`${at}/fulfil`, 'Sending', 'fulfil', problem, null, 'Send everything') : null}
  ${order.fulfilledAt !== null && order.deliveredAt === null ? card(`${at}/deliver`, 'Delivery', 'deliver', problem, null, 'Mark as delivered') : null}
  ${cancelled ? null : card(`${at}/edit`, 'Edit', 'edit', problem, html`${units('remove-')}${goods(context, '0')}<p class="quiet">Units to take off, and what to add; a quantity of 0 adds nothing.</p>`, 'Edit order')}
  ${cancelled ? null : card(`${at}/cancel`, 'Cancel', 'cancel', problem, check('Pay back what came in', 'refund', true), 'Cancel order', 'danger')}
  ${card(`${at}/delete`, 'Delete', 'delete', problem, null, 'Delete order', 'danger')}`;
}

export function customerForms(context: AdminContext, customer: StoreCustomer, problem: Problem | null): Html {
  const at = `${context.base}/customers/${customer.id}`;
  const states = ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED'];
  return html`${card(`${at}/edit`, 'Edit customer', 'edit', problem, html`${field('First name', 'firstName', customer.firstName ?? '')}${field('Last name', 'lastName', customer.lastName ?? '')}
    ${field('E-mail', 'email', customer.email ?? '')}${field('Phone', 'phone', customer.phone ?? '')}${field('Note', 'note', customer.note ?? '')}`, 'Save')}
  ${card(`${at}/consent`, 'Marketing consent', 'consent', problem, html`<label>Channel<select name="channel"><option value="email">E-mail</option><option value="sms">SMS</option></select></label>
    <label>State<select name="state">${states.map((state) => html`<option value="${state}">${state.toLowerCase().replaceAll('_', ' ')}</option>`)}</select></label>`, 'Set consent')}
  ${card(`${at}/request-data`, 'Privacy', 'request-data', problem, html`<p class="quiet">Passes the customer’s request on to the apps of the shop.</p>`, 'Request customer data')}
  ${card(`${at}/redact`, 'Erase', 'redact', problem, html`<p class="quiet">Name, contact, note and tags go; orders stay. Apps are told to do the same.</p>`, 'Erase personal data', 'danger')}
  ${card(`${at}/delete`, 'Delete', 'delete', problem, html`<p class="quiet">Only a customer without orders.</p>`, 'Delete customer', 'danger')}`;
}

export function newCustomerForm(context: AdminContext, problem: Problem | null): Html {
  return card(`${context.base}/customers/new`, 'New customer', 'new', problem, html`${field('First name', 'firstName', '')}${field('Last name', 'lastName', '')}${field('E-mail', 'email', '')}`, 'Add customer');
}

export function productForms(context: AdminContext, product: StoreProduct, problem: Problem | null): Html {
  const at = `${context.base}/products/${product.id}`;
  return html`${card(`${at}/edit`, 'Edit product', 'edit', problem, html`${field('Title', 'title', product.title)}${field('Type', 'productType', product.productType)}
    <label>Status<select name="status">${(['ACTIVE', 'DRAFT', 'ARCHIVED'] as const).map((status) => html`<option value="${status}"${status === product.status ? html` selected` : null}>${status.toLowerCase()}</option>`)}</select></label>`, 'Save')}
  ${card(`${at}/delete`, 'Delete', 'delete', problem, null, 'Delete product', 'danger')}`;
}
