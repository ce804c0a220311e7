/**
 * A checked bulk query, compiled once into closures that write a node's JSON directly. The resolvers are those of
 * ordinary requests; graphql-js itself would take minutes for a million lines where this takes seconds.
 */
import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLObjectType, GraphQLOutputType, SelectionNode, SelectionSetNode } from 'graphql';
import { NotServed } from '../errors.ts';
import { adminSchema } from '../schema.ts';
import { readScope } from '../scopes.ts';
import { fieldResolver, servedField } from '../served.ts';
import { Typed } from '../serving.ts';
import type { Args, Rows, Serving } from '../serving.ts';

type Value = (object: unknown, serving: Serving) => string;

/** How one node is written, and the connections below it. */
export interface NodePlan {
  /** The node as JSON, still open at its end for `__parentId`. */
  open: Value;
  /** Its id as a JSON string, for the children's `__parentId`. */
  id: Value | null;
  children: ConnectionPlan[];
}

export interface ConnectionPlan {
  field: string;
  /** The rows of this connection below an object; null when something on the way to it is null. */
  rows: (object: unknown, serving: Serving) => Rows<unknown> | null;
  node: NodePlan;
}

export interface BulkPlan {
  roots: ConnectionPlan[];
  /** Access scopes without which Shopify lets the run fail. */
  scopes: Set<string>;
}

interface Compiling {
  fragments: Map<string, FragmentDefinitionNode>;
  scopes: Set<string>;
}

/** Connections found below a node come here, with the way to the object that has them. */
interface Below {
  reach: (object: unknown, serving: Serving) => unknown;
  found: ConnectionPlan[] | null;
}

export function compileBulkQuery(document: DocumentNode): BulkPlan {
  const compiling: Compiling = { fragments: new Map(), scopes: new Set() };
  const roots: ConnectionPlan[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) compiling.fragments.set(definition.name.value, definition);
  }
  const queryRoot = adminSchema().getQueryType();
  if (!queryRoot) throw new Error('The Admin schema has no query root.');
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    // Root fields that are no connection lead to one; what else they select is in no line.
    compileObject([definition.selectionSet], queryRoot, compiling, { reach: (object) => object, found: roots });
  }
  return { roots, scopes: compiling.scopes };
}

/** Compiles an object's own fields to the inside of its braces. */
function compileObject(sets: readonly SelectionSetNode[], type: GraphQLObjectType, compiling: Compiling, below: Below): Value {
  const parts: { key: string; value: Value }[] = [];
  for (const [key, nodes] of collect(sets, type, compiling)) {
    const value = compileField(nodes, type, compiling, below);
    if (value !== null) parts.push({ key: `${JSON.stringify(key)}:`, value });
  }
  return (object, serving) => {
    let text = '';
    for (const part of parts) text += (text === '' ? '' : ',') + part.key + part.value(object, serving);
    return text;
  };
}

/** The fields selected on an object type by response key, with fragments opened and directives obeyed. */
function collect(sets: readonly SelectionSetNode[], type: GraphQLObjectType, compiling: Compiling): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (!included(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const nodes = fields.get(key);
        if (nodes === undefined) fields.set(key, [selection]);
        else nodes.push(selection);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? compiling.fragments.get(selection.name.value) : selection;
      if (fragment !== undefined && applies(fragment.typeCondition?.name.value, type)) walk(fragment.selectionSet);
    }
  };
  sets.forEach(walk);
  return fields;
}

function included(selection: SelectionNode): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, selection)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection)?.if !== false;
}

function applies(condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = adminSchema().getType(condition);
  return named !== undefined && isAbstractType(named) && adminSchema().isSubType(named, type);
}

/** Null for a connection, which is in no line of its parent. */
function compileField(nodes: readonly FieldNode[], parent: GraphQLObjectType, compiling: Compiling, below: Below): Value | null {
  const [first] = nodes as [FieldNode];
  const name = first.name.value;
  if (name === '__typename') return () => JSON.stringify(parent.name);
  const definition = parent.getFields()[name];
  if (definition === undefined) throw new NotServed(`${parent.name}.${name}`);
  const args = getArgumentValues(definition, first) as Args;
  const sets = nodes.flatMap((node) => (node.selectionSet === undefined ? [] : [node.selectionSet]));
  const named = getNamedType(definition.type);
  const scope = readScope(named.name);
  if (scope !== null) compiling.scopes.add(scope);
  if (isObjectType(named) && named.name.endsWith('Connection')) {
    if (below.found === null) throw new NotServed(`the connection ${parent.name}.${name} below an interface in a bulk query`);
    below.found.push(compileConnection(name, parent, args, sets, named, compiling, below.reach));
    return null;
  }
  const resolve = fieldResolver(parent, name);
  const listed = isListType(isNonNullType(definition.type) ? definition.type.ofType : definition.type);
  const reach = below.reach;
  const deeper: Below = {
    // What is in a list holds no connection: that was refused before.
    found: listed ? null : below.found,
    reach: (object, serving) => {
      const from = reach(object, serving) ?? null;
      return from === null ? null : resolve(from, args, serving);
    },
  };
  const write = compileType(definition.type, sets, compiling, deeper, `${parent.name}.${name}`);
  return (object, serving) => write(resolve(object, args, serving), serving);
}

function compileConnection(
  field: string,
  parent: GraphQLObjectType,
  args: Args,
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  compiling: Compiling,
  reach: Below['reach'],
): ConnectionPlan {
  const rows = servedField(parent.name, field)?.rows;
  if (rows === undefined) throw new NotServed(`${parent.name}.${field} in a bulk query`);
  const nodeSets: SelectionSetNode[] = [];
  const edge = getNamedType(type.getFields().edges?.type as GraphQLOutputType) as GraphQLObjectType;
  for (const [, edges] of collect(sets, type, compiling)) {
    if (edges[0]?.name.value !== 'edges') continue;
    const edgeSets = edges.flatMap((node) => node.selectionSet ?? []);
    // `cursor` and `pageInfo` mean nothing in a bulk result and are left out.
    for (const [, inner] of collect(edgeSets, edge, compiling)) {
      if (inner[0]?.name.value === 'node') nodeSets.push(...inner.flatMap((node) => node.selectionSet ?? []));
    }
  }
  const row = getNamedType(edge.getFields().node?.type as GraphQLOutputType);
  const children: ConnectionPlan[] = [];
  const object: Below = { reach: (one) => untyped(one), found: children };
  let inside: Value;
  let id: Value | null = null;
  if (isObjectType(row)) {
    inside = compileObject(nodeSets, row, compiling, object);
    if (row.getFields().id !== undefined && servedField(row.name, 'id') !== undefined) {
      const resolveId = fieldResolver(row, 'id');
      id = (one, serving) => JSON.stringify(resolveId(one, {}, serving));
    }
  } else {
    inside = compileAbstract(nodeSets, compiling);
  }
  return {
    field,
    rows: (from, serving) => {
      const owner = reach(from, serving) ?? null;
      return owner === null ? null : (rows(untyped(owner), args, serving) as unknown as Rows<unknown>);
    },
    node: { open: (one, serving) => `{${inside(one, serving)}`, id, children },
  };
}

function untyped(object: unknown): unknown {
  return object instanceof Typed ? object.object : object;
}

/** The inside of an object whose type is known only when it is there: compiled at the first of each type. */
function compileAbstract(sets: readonly SelectionSetNode[], compiling: Compiling): Value {
  const byType = new Map<string, Value>();
  return (object, serving) => {
    if (!(object instanceof Typed)) throw new Error('A resolver gave an object for an interface that does not say its type.');
    let write = byType.get(object.type);
    if (write === undefined) {
      const type = adminSchema().getType(object.type) as GraphQLObjectType;
      write = compileObject(sets, type, compiling, { reach: (one) => one, found: null });
      byType.set(object.type, write);
    }
    return write(object.object, serving);
  };
}

/** Scalars whose text never needs escaping. */
const plainScalars = new Set(['ID', 'DateTime', 'Decimal', 'Money', 'UnsignedInt64']);

function compileType(type: GraphQLOutputType, sets: readonly SelectionSetNode[], compiling: Compiling, below: Below, field: string): Value {
  if (isNonNullType(type)) {
    const write = compileType(type.ofType as GraphQLOutputType, sets, compiling, below, field);
    return (value, serving) => {
      if (value === null || value === undefined) throw new Error(`Cannot return null for non-nullable field ${field}.`);
      return write(value, serving);
    };
  }
  if (isListType(type)) {
    const write = compileType(type.ofType as GraphQLOutputType, sets, compiling, below, field);
    return (value, serving) =>
      value === null || value === undefined ? 'null' : `[${(value as unknown[]).map((item) => write(item, serving)).join(',')}]`;
  }
  if (isObjectType(type) || isAbstractType(type)) {
    const inside = isObjectType(type) ? compileObject(sets, type, compiling, below) : compileAbstract(sets, compiling);
    return (value, serving) => (value === null || value === undefined ? 'null' : `{${inside(value, serving)}}`);
  }
  if (plainScalars.has(type.name) || isEnumType(type)) return (value) => (value === null || value === undefined ? 'null' : `"${value as string}"`);
  return (value) => (value === undefined ? 'null' : JSON.stringify(value));
}
