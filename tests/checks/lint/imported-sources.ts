import type { Rule } from 'eslint';

/** An import as written: where it stands, what it names, and whether only its types are taken. */
export interface ImportedSource {
  node: Rule.Node;
  specifier: string;
  typeOnly: boolean;
}

interface Sourced {
  source?: { value?: unknown } | null;
  importKind?: string;
  exportKind?: string;
  argument?: { type?: string; literal?: { value?: unknown } };
}

/** Listeners that call `seen` for every import, re-export, import() and import type of a file. */
export function onEachImport(seen: (imported: ImportedSource) => void): Rule.RuleListener {
  const tell = (node: Rule.Node, specifier: unknown, typeOnly: boolean): void => {
    if (typeof specifier === 'string') seen({ node, specifier, typeOnly });
  };
  const withSource = (node: Rule.Node): void => {
    const sourced = node as unknown as Sourced;
    tell(node, sourced.source?.value, sourced.importKind === 'type' || sourced.exportKind === 'type');
  };
  return {
    ImportDeclaration: withSource,
    ExportNamedDeclaration: withSource,
    ExportAllDeclaration: withSource,
    ImportExpression: withSource,
    TSImportType: (node: Rule.Node) => {
      const sourced = node as unknown as Sourced;
      tell(node, sourced.source?.value ?? sourced.argument?.literal?.value, true);
    },
  };
}
