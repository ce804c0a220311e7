import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payloadCustomer } from '#tests/factories/shopify-payloads.ts';
import { shopifyCustomer } from '#tests/factories/shopify-rows.ts';
import { arrayItems } from './array-literal.ts';
import { customerPayload, emailConsentPayload, purchasingSummaryPayload, smsConsentPayload } from './customer-payload.ts';
import { customerRow } from './customer-row.ts';
import { takeCustomer, takeFact, takeFullCustomer, takeTags, takeTagsRead, unknownCustomer, type KnownCustomer } from './customer-state.ts';
import { fullCustomer } from './full-rows.ts';
import { CUSTOMERS } from './mirror-tables.ts';
import { sameCells } from './same-cells.ts';

const start = Date.parse('2026-03-04T05:06:00Z');
/** Long after all that is told here: a read at that moment is sure. */
const LATER = { notBefore: start + 3_600_000 };
/** An instant some milliseconds after the start, as Shopify's updatedAt writes it. */
const whole = (at: number): string => `${new Date(start + at).toISOString().slice(0, 19)}Z`;

interface Told {
  at: number;
  tell: (known: KnownCustomer) => void;
}
type Step =
  | { kind: 'name'; at: number; name: string }
  | { kind: 'tag'; at: number; tag: string; added: boolean }
  | { kind: 'email' | 'sms'; at: number; state: string }
  | { kind: 'totals'; at: number; orders: number };

function toldOf(step: Step): Told {
  const { at } = step;
  const triggeredAt = start + at;
  switch (step.kind) {
    case 'name':
      return { at, tell: (known) => void takeCustomer(known, customerPayload(payloadCustomer(1, { first_name: step.name, updated_at: whole(at) })), triggeredAt) };
    case 'tag':
      return { at, tell: (known) => void takeTags(known, { tags: [step.tag], added: step.added, at: triggeredAt }) };
    case 'email':
      return { at, tell: (known) => void takeFact(known, emailConsentPayload({ customer_id: 1, email_marketing_consent: { state: step.state, opt_in_level: null, consent_updated_at: whole(at) } }, triggeredAt)) };
    case 'sms':
      return { at, tell: (known) => void takeFact(known, smsConsentPayload({ id: 1, sms_marketing_consent: { state: step.state, opt_in_level: null, consent_updated_at: whole(at) } }, triggeredAt)) };
    case 'totals':
      return { at, tell: (known) => void takeFact(known, purchasingSummaryPayload({ customerId: 1, numberOfOrders: step.orders, amountSpent: { amount: `${step.orders}.50`, currencyCode: 'GBP' }, occurredAt: new Date(triggeredAt).toISOString() }, triggeredAt)) };
  }
}

/** What Shopify has after these steps, in full. */
function truth(steps: readonly Step[]): Parameters<typeof customerRow>[0] {
  const tags: string[] = [];
  const customer = shopifyCustomer(1, { tags, firstName: 'First', updatedAt: whole(0) });
  for (const step of steps) {
    customer.updatedAt = whole(step.at);
    if (step.kind === 'name') customer.firstName = step.name;
    if (step.kind === 'tag') {
      const standing = tags.findIndex((tag) => tag.toLowerCase() === step.tag.toLowerCase());
      if (step.added && standing === -1) tags.push(step.tag);
      if (!step.added && standing !== -1) tags.splice(standing, 1);
    }
    if (step.kind === 'email' && customer.defaultEmailAddress !== null) customer.defaultEmailAddress = { ...customer.defaultEmailAddress, marketingState: step.state.toUpperCase() as 'SUBSCRIBED', marketingUpdatedAt: whole(step.at), marketingOptInLevel: null };
    if (step.kind === 'totals') {
      customer.numberOfOrders = String(step.orders);
      customer.amountSpent = { amount: `${step.orders}.5`, currencyCode: 'GBP' };
    }
  }
  return customer;
}

const anyStep = (): fc.Arbitrary<Step> => fc.oneof(
  fc.record({ kind: fc.constant('name' as const), at: fc.constant(0), name: fc.constantFrom('Ann', 'Bea', 'Cat') }),
  fc.record({ kind: fc.constant('tag' as const), at: fc.constant(0), tag: fc.constantFrom('vip', 'VIP', 'late', 'gold'), added: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('email' as const), at: fc.constant(0), state: fc.constantFrom('subscribed', 'unsubscribed') }),
  fc.record({ kind: fc.constant('totals' as const), at: fc.constant(0), orders: fc.nat(9) }),
);
/** A history: the customer comes, and then this happens, now and then several times in a second. */
const anyHistory = fc.array(fc.tuple(anyStep(), fc.constantFrom(1, 7, 400, 1500)), { minLength: 1, maxLength: 14 }).map((steps) => {
  let at = 300;
  const history: Step[] = [{ kind: 'name', at, name: 'First' }, { kind: 'email', at: at += 1, state: 'subscribed' }, { kind: 'totals', at: at += 1, orders: 0 }];
  for (const [step, gap] of steps) history.push({ ...step, at: at += gap });
  return history;
});
const anyArrival = anyHistory.chain((history) => fc.record({
  history: fc.constant(history),
  arrival: fc.tuple(fc.shuffledSubarray(history, { minLength: history.length }), fc.array(fc.constantFrom(...history), { maxLength: 6 })).map(([once, again]) => [...once, ...again]),
  // A full read that was made after so many of the steps, and comes in after so many of the arrivals.
  readAfter: fc.nat(history.length), readComes: fc.nat(history.length),
}));

const SAID = CUSTOMERS.columns.map(([name]) => name).filter((name) => ['first_name', 'email_marketing_state', 'number_of_orders', 'amount_spent'].includes(name));
const BESIDES = CUSTOMERS.columns.map(([name]) => name).filter((name) => !SAID.includes(name));
const tagsOf = (cells: readonly (string | null)[]): string[] => arrayItems(cells[CUSTOMERS.columns.findIndex(([name]) => name === 'tags')] ?? null).map((tag) => tag.toLowerCase()).sort();

describe('what is known of a customer', () => {
  it('is the same in whatever order and however often events arrive, and is what Shopify has', () => {
    fc.assert(fc.property(anyArrival, ({ history, arrival }) => {
      const known = unknownCustomer('1');
      for (const step of arrival) toldOf(step).tell(known);
      const wanted = customerRow(truth(history));
      expect(sameCells(CUSTOMERS, known.row?.cells ?? [], wanted, BESIDES)).toBe(true);
      expect(tagsOf(known.row?.cells ?? [])).toEqual(tagsOf(wanted));
      expect(known.early.size).toBe(0);
    }));
  });

  it('is that too when a full read of some moment comes in between, however old it is', () => {
    fc.assert(fc.property(anyArrival, ({ history, arrival, readAfter, readComes }) => {
      const known = unknownCustomer('1');
      const made = history.slice(0, readAfter);
      const read = fullCustomer(truth(made));
      // Shopify was asked right after the last step that it shows, so that it may be in the middle of a second.
      const moment = { notBefore: start + (made.at(-1)?.at ?? 0) };
      arrival.forEach((step, place) => {
        if (place === readComes && made.length > 0) takeFullCustomer(known, read, moment);
        toldOf(step).tell(known);
      });
      const wanted = customerRow(truth(history));
      expect(sameCells(CUSTOMERS, known.row?.cells ?? [], wanted, BESIDES)).toBe(true);
      expect(tagsOf(known.row?.cells ?? [])).toEqual(tagsOf(wanted));
    }));
  });

  it('is right after a sure read, whatever was lost', () => {
    fc.assert(fc.property(anyArrival, ({ history, arrival }) => {
      const known = unknownCustomer('1');
      for (const step of arrival.filter((_, place) => place % 3 !== 0)) toldOf(step).tell(known);
      const outcome = takeFullCustomer(known, fullCustomer(truth(history)), LATER);
      expect(outcome).not.toBe('stale');
      const wanted = customerRow(truth(history));
      expect(sameCells(CUSTOMERS, known.row?.cells ?? [], wanted, ['tags'])).toBe(true);
      expect(tagsOf(known.row?.cells ?? [])).toEqual(tagsOf(wanted));
      expect(known.row?.partial).toBe(false);
      // And nothing that comes late changes it.
      for (const step of arrival) toldOf(step).tell(known);
      expect(sameCells(CUSTOMERS, known.row?.cells ?? [], wanted, ['tags'])).toBe(true);
      expect(tagsOf(known.row?.cells ?? [])).toEqual(tagsOf(wanted));
    }));
  });
});

describe('a customer of whom only payloads told', () => {
  it('is partial, has no tags and totals of 0, until a read completes them', () => {
    const known = unknownCustomer('1');
    expect(takeCustomer(known, customerPayload(payloadCustomer(1)), start)).toBe(true);
    expect(known.row).toMatchObject({ partial: true });
    expect(customerCell(known, 'tags')).toBe('{}');
    expect(customerCell(known, 'amount_spent')).toBe('0');
    expect(customerCell(known, 'amount_spent_currency')).toBe('GBP');
    const read = fullCustomer(shopifyCustomer(1, { updatedAt: '2026-03-04T05:06:07Z' }));
    expect(takeFullCustomer(known, read, LATER)).toBe('updated');
    expect(takeFullCustomer(known, read, LATER)).toBe('same');
    expect(takeCustomer(known, customerPayload(payloadCustomer(1, { first_name: 'Old' })), start + 9e6)).toBe(false);
  });

  it('keeps what a payload does not say, and has no address when the payload lists none', () => {
    const known = unknownCustomer('1');
    takeFullCustomer(known, fullCustomer(shopifyCustomer(1, { updatedAt: whole(0) })), LATER);
    takeCustomer(known, customerPayload({ id: 1, created_at: whole(0), updated_at: whole(2000), first_name: 'New' }), start + 2000);
    expect(['first_name', 'email', 'city', 'locale', 'rfm_group'].map((name) => customerCell(known, name))).toEqual(['New', 'customer-1@example.com', 'London', 'en', 'LOYAL']);
    takeCustomer(known, customerPayload(payloadCustomer(1, { updated_at: whole(4000), default_address: undefined, addresses: [] })), start + 4000);
    expect(customerCell(known, 'city')).toBeNull();
  });
});

describe('an answer about tags alone', () => {
  it('counts unless they were read later, and leaves later events on top of it', () => {
    const known = unknownCustomer('1');
    takeFullCustomer(known, fullCustomer(shopifyCustomer(1, { tags: ['a'], updatedAt: whole(5000) })), LATER);
    expect(takeTagsRead(known, { tags: ['old'], updatedAt: start })).toBe(false);
    takeTags(known, { tags: ['late'], added: true, at: start + 9500 });
    expect(takeTagsRead(known, { tags: ['a', 'b'], updatedAt: start + 8000 })).toBe(true);
    expect(tagsOf(known.row?.cells ?? [])).toEqual(['a', 'b', 'late']);
    expect(takeTags(known, { tags: ['b'], added: false, at: start + 7000 })).toBe(false);
    expect(known.row?.tagsSeenAt).toBe(start + 9500);
    expect(known.row?.updatedAt).toBe(start + 5000);
  });
});

function customerCell(known: KnownCustomer, column: string): string | null {
  return known.row?.cells[CUSTOMERS.columns.findIndex(([name]) => name === column)] ?? null;
}
