/** Which access scope an object needs. Whoever may write something may read it. */

const scopes: Record<string, string> = {
  Customer: 'read_customers',
  CustomerSegmentMember: 'read_customers',
  Segment: 'read_customers',
  Order: 'read_orders',
  LineItem: 'read_orders',
  Refund: 'read_orders',
  Return: 'read_orders',
  Fulfillment: 'read_orders',
  Product: 'read_products',
  ProductVariant: 'read_products',
};

/** Every scope that the stand-in knows, for a token that may do everything. */
export const allScopes: readonly string[] = [
  'read_customers',
  'write_customers',
  'read_customer_merge',
  'write_customer_merge',
  'read_orders',
  'write_orders',
  'read_all_orders',
  'read_products',
  'write_products',
  'read_themes',
];

/** The scope needed to read an object, connection or edge of that type; null: none. */
export function readScope(type: string): string | null {
  return scopes[type.replace(/(Connection|Edge)$/, '')] ?? null;
}

/** The scope needed to change an object of that type. */
export function writeScope(type: string): string | null {
  return readScope(type)?.replace('read_', 'write_') ?? null;
}

export function hasScope(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || (scope.startsWith('read_') && granted.includes(scope.replace('read_', 'write_')));
}
