/** Faults whose message ends with what Shopify said, after its first colon. */
const SHOPIFY_SPEAKS: ReadonlySet<string> = new Set(['shopify', 'access-denied', 'bulk-query', 'bulk-mutation', 'staged-upload']);

/** What Shopify itself said about a fault, in its own words and language, with a space before; an empty text where it said nothing. */
export function shopifysWords({ code, message }: { code: string; message: string }): string {
  const said = SHOPIFY_SPEAKS.has(code) ? /: (.+)$/s.exec(message)?.[1] : undefined;
  return said === undefined ? '' : ` (Shopify: ${said.replace(/\.$/, '')})`;
}
