/** Points a second of Shopify's slowest plan; reading one customer by `nodes` costs one. */
const NODES_PER_SECOND = 100;
/** A bulk query takes some seconds to begin and then brings about so many customers a second. */
const BULK_START_SECONDS = 5;
const BULK_ROWS_PER_SECOND = 1_500;

/**
 * How the present tags of some customers are read before they are written: by id (`nodes`, 250 a call), or by a bulk
 * query over all customers of the shop, whichever takes less time on the slowest plan. Few of many are read by id, half
 * a shop by bulk.
 */
export function tagReadMethod(customersToRead: number, customersOfShop: number): 'nodes' | 'bulk' {
  const byNodes = customersToRead / NODES_PER_SECOND;
  const byBulk = BULK_START_SECONDS + customersOfShop / BULK_ROWS_PER_SECOND;
  return byNodes <= byBulk ? 'nodes' : 'bulk';
}
