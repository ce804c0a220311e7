/** Header by which the preload tells the stand-in what host the app meant to call. */
export const shopDomainHeader = 'X-Shopify-Shop-Domain';
