/** Names that say nothing of what is inside: a drawer of that name fills up with what belongs elsewhere. */
const DRAWERS = /^(utils?|helpers?|libs?|common|misc|types?|shared|constants?|stuff)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
/** Names that a tool or the platform gives. */
const GIVEN = /^(\.|(README|LICENSE|Dockerfile|AGENTS|CHANGELOG|CONTRIBUTING)(\.|$)|migration_lock\.|settings_(data|schema)\.json$)/;

/**
 * What is wrong with a file's path, or null.
 * @param file from the project's root, with forward slashes
 */
export function faultOfName(file: string): string | null {
  const parts = file.split('/');
  for (const part of parts) {
    const stem = part.replace(/^[._]/, '').split('.')[0] ?? '';
    if (DRAWERS.test(stem.toLowerCase())) return `"${part}" says nothing of what is inside: name it by the business' own term`;
  }
  // Remix reads its routes from their names; Prisma and Shopify give theirs.
  if (/^(app\/routes|prisma\/migrations|extensions\/[^/]+\/locales|public)\//.test(file)) return null;
  for (const part of parts) {
    if (GIVEN.test(part)) continue;
    const stem = part.split('.')[0] ?? '';
    // PascalCase is for what a screen is made of, and for .graphql files, which carry the operation's name.
    if (KEBAB.test(stem) || (PASCAL.test(stem) && /\.(tsx|graphql)$/.test(part))) continue;
    return `"${part}" is not kebab-case (a component's file may be PascalCase)`;
  }
  return null;
}
