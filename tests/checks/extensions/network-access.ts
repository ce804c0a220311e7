export interface NetworkUse {
  target: string;
  /** [extensions.capabilities] of its toml. */
  capabilities: unknown;
  sources: readonly { path: string; text: string }[];
}

/**
 * At checkout and in accounts an extension may fetch only with network_access, which a merchant is told of, and the
 * Storefront API only with api_access. The admin lets an extension fetch from its own app without.
 * @returns null where what is declared is what is used
 */
export function networkFault({ target, capabilities, sources }: NetworkUse): string | null {
  if (target.startsWith('admin.')) return null;
  const declared = (typeof capabilities === 'object' && capabilities !== null ? capabilities : {}) as Record<string, unknown>;
  const using = (pattern: RegExp): string | undefined => sources.find(({ text }) => pattern.test(text.replace(/^\s*(\/\/|\*).*$/gm, '')))?.path;
  const checks = [{ name: 'network_access', what: 'fetches', used: using(/\bfetch\s*\(/) }, { name: 'api_access', what: 'asks the Storefront API', used: using(/\bshopify\.query\s*[(<]/) }];
  for (const { name, what, used } of checks) {
    if (used !== undefined && declared[name] !== true) return `${used} ${what}, and [extensions.capabilities] does not have ${name} = true`;
    if (used === undefined && declared[name] === true) return `has ${name} = true, and nothing in it ${what}`;
  }
  return null;
}
