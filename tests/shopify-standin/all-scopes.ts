/** Every scope that what the stand-in serves can ask for: those of the token for direct use. */
export const allScopes = [
  'read_all_orders',
  'read_customers', 'write_customers',
  'read_orders', 'write_orders',
  'read_products', 'write_products',
  'read_returns', 'write_returns',
  'read_fulfillments',
];
