import type { Rule, Scope } from 'eslint';

/** A use of a global: `process`, `Date.now`, `crypto.randomUUID`; `globalThis.` and `window.` in front are left out. */
export interface GlobalUse {
  node: Rule.Node;
  /** The dotted path as far as it is written out, for example `process.env.HOME`. */
  path: string;
}

/**
 * Every use in a file of one of the global names, not of a variable or parameter that happens to be called the same.
 * @param names as `Date`, `process`
 */
export function globalUses(context: Rule.RuleContext, names: ReadonlySet<string>): GlobalUse[] {
  const manager = context.sourceCode.scopeManager;
  const scope = manager.globalScope;
  if (scope === null) return [];
  const unresolved = scope.through;
  const configured = [...scope.set.values()].filter((variable: Scope.Variable) => variable.defs.length === 0).flatMap((variable) => variable.references);
  return [...unresolved, ...configured]
    .filter((reference) => !isTypeReference(reference))
    .map((reference) => dotted(reference.identifier as unknown as Rule.Node))
    .filter((use) => names.has(use.path.split('.')[0] ?? ''));
}

function isTypeReference(reference: Scope.Reference): boolean {
  return 'isTypeReference' in reference && reference.isTypeReference === true && !('isValueReference' in reference && reference.isValueReference === true);
}

function dotted(identifier: Rule.Node): GlobalUse {
  let node = identifier;
  const parts = [(identifier as unknown as { name: string }).name];
  while (node.parent?.type === 'MemberExpression' && (node.parent.object as unknown) === node) {
    const { property, computed } = node.parent;
    const name = !computed && property.type === 'Identifier' ? property.name : property.type === 'Literal' && typeof property.value === 'string' ? property.value : null;
    if (name === null) break;
    parts.push(name);
    node = node.parent;
  }
  if (parts.length > 1 && (parts[0] === 'globalThis' || parts[0] === 'window')) parts.shift();
  return { node, path: parts.join('.') };
}

/** `new Date()` and `Date()` without arguments read the clock; `new Date(instant)` does not. */
export function readsClock(use: GlobalUse): boolean {
  if (use.path === 'Date.now' || use.path.startsWith('Date.now.')) return true;
  if (use.path !== 'Date') return false;
  const parent = use.node.parent;
  if (parent?.type === 'NewExpression' && (parent.callee as unknown) === use.node) return parent.arguments.length === 0;
  return parent?.type === 'CallExpression' && (parent.callee as unknown) === use.node;
}
