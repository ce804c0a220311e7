/** `shopify.i18n.translate` for texts alone. */
export type Translate = (key: string, options?: Record<string, string | number>) => string;
