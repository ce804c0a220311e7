/** How Shopify names a customer. */
export function customerGid(customerId: number): string {
  return `gid://shopify/Customer/${customerId}`;
}

/** The number of a customer's GID; null when it is not one. */
export function customerIdOf(gid: string): number | null {
  const match = /^gid:\/\/shopify\/Customer\/(\d+)$/.exec(gid);
  return match === null ? null : Number(match[1]);
}
