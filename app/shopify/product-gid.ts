/** How Shopify names a product. */
export function productGid(productId: number): string {
  return `gid://shopify/Product/${productId}`;
}

/** The number of a product's GID; null when it is not one. */
export function productIdOf(gid: string): number | null {
  const match = /^gid:\/\/shopify\/Product\/(\d+)$/.exec(gid);
  return match === null ? null : Number(match[1]);
}
