import { describe, expect, it } from 'vitest';
import { compileSegmentQuery, NotKnown } from './segment-query.ts';

function members(query: string, customers: Record<string, string[]>): string[] {
  const compiled = compileSegmentQuery(query);
  if ('errors' in compiled) throw new Error(compiled.errors.map((error) => error.message).join(' '));
  return Object.keys(customers).filter((name) => compiled.test(customers[name] ?? []));
}

const customers = { ann: ['VIP', 'Lapsed'], bob: ['vip'], eve: ['VIP club'], joe: [], kim: ["Bob's"] };

describe('the segment query language', () => {
  it('CONTAINS asks for a whole tag, without case', () => {
    expect(members("customer_tags CONTAINS 'VIP'", customers)).toEqual(['ann', 'bob']);
    expect(members("customer_tags NOT CONTAINS 'vip'", customers)).toEqual(['eve', 'joe', 'kim']);
  });

  it('AND goes before OR, and parentheses before both', () => {
    expect(members("customer_tags CONTAINS 'vip club' OR customer_tags CONTAINS 'vip' AND customer_tags CONTAINS 'lapsed'", customers)).toEqual(['ann', 'eve']);
    expect(members("(customer_tags CONTAINS 'vip club' OR customer_tags CONTAINS 'vip')\n AND customer_tags NOT CONTAINS 'lapsed'", customers)).toEqual(['bob', 'eve']);
  });

  it('reads a single quote after a backslash', () => {
    expect(members("customer_tags CONTAINS 'Bob\\'s'", customers)).toEqual(['kim']);
  });

  it.each([
    ['', "Query can't be blank"],
    ['a valid', "Query Line 1 Column 0: 'a' filter cannot be found."],
    ["customer_tags CONTAINS 'a' b", "Query Line 1 Column 27: 'b' is unexpected."],
    ["customer_tags = 'a'", "Query Line 1 Column 14: '=' is unexpected."],
    ["customer_tags CONTAINS", 'Query Line 1 Column 15: the query ends too early.'],
    ["customer_tags CONTAINS 'Bob's'", "Query Line 1 Column 28: 's' is unexpected."],
    ["(customer_tags CONTAINS 'a'\n]", "Query Line 2 Column 0: ']' is unexpected."],
  ])('refuses %j as Shopify does', (query, message) => {
    expect(compileSegmentQuery(query)).toEqual({ errors: [{ message }] });
  });

  it.each(["email_subscription_status = 'SUBSCRIBED'", 'shopify_email.opened MATCHES ()', "customer_tags CONTAINS 'a\\\\b'", 'customer_tags IS NULL', `${"customer_tags CONTAINS 'a' OR ".repeat(10)}customer_tags CONTAINS 'b'`])(
    'says by name that it does not evaluate %j', (query) => {
      expect(() => compileSegmentQuery(query)).toThrow(NotKnown);
    },
  );
});
