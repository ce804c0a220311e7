/**
 * What a request costs in points, by Shopify's published rules: a scalar or enum 0, an object 1, a connection 2 and its
 * objects for as many as are asked for, an interface or union the most that its selections can come to, a mutation 10.
 * `edges`, `nodes` and `pageInfo` belong to the connection and cost nothing of their own. Shopify's real figures are at
 * times lower (it rates single fields by hand), so an app that stays within these stays within those.
 */
import {
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
import { adminSchema } from './schema.ts';
import type { Args } from './serving.ts';

const mutationCost = 10;
const connectionCost = 2;
/** Most that one query may cost. */
export const mostQueryCost = 1000;

interface Counting {
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Args;
}

type Data = Record<string, unknown>;

/** Points asked for before the request runs. */
export function requestedCost(document: DocumentNode, operation: OperationDefinitionNode, variables: Args): number {
  return operationCost(document, operation, variables, undefined);
}

/** Points of what was really answered. */
export function actualCost(document: DocumentNode, operation: OperationDefinitionNode, variables: Args, data: Data | null): number {
  return data === null ? 0 : operationCost(document, operation, variables, data);
}

function operationCost(document: DocumentNode, operation: OperationDefinitionNode, variables: Args, data: Data | undefined): number {
  const schema = adminSchema();
  const root = operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  const counting: Counting = { fragments: new Map(), variables: withDefaults(operation, variables) };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) counting.fragments.set(definition.name.value, definition);
  }
  if (operation.operation === 'mutation') {
    let cost = 0;
    for (const field of fieldsOf(operation.selectionSet, root, counting)) {
      if (data === undefined || (data[responseKey(field.node)] ?? null) !== null) cost += mutationCost;
    }
    return cost;
  }
  return selectionCost(operation.selectionSet, root, counting, data);
}

function withDefaults(operation: OperationDefinitionNode, variables: Args): Args {
  const all: Args = { ...variables };
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (all[name] === undefined && definition.defaultValue !== undefined) all[name] = valueFromASTUntyped(definition.defaultValue);
  }
  return all;
}

interface SelectedField {
  node: FieldNode;
  parent: GraphQLCompositeType;
}

/** The fields of a selection set, fragments opened, each with the type it is selected on. */
function fieldsOf(set: SelectionSetNode, type: GraphQLCompositeType, counting: Counting): SelectedField[] {
  const fields: SelectedField[] = [];
  for (const selection of set.selections) {
    if (!included(selection, counting.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      fields.push({ node: selection, parent: type });
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? counting.fragments.get(selection.name.value) : selection;
    if (fragment === undefined) continue;
    const condition = fragment.typeCondition === undefined ? type : adminSchema().getType(fragment.typeCondition.name.value);
    if (condition && isCompositeType(condition)) fields.push(...fieldsOf(fragment.selectionSet, condition, counting));
  }
  return fields;
}

/** What a directive leaves out costs nothing. A variable that is not there leaves the refusal to the execution. */
function included(selection: SelectionNode, variables: Args): boolean {
  if ((selection.directives ?? []).length === 0) return true;
  try {
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false;
  } catch {
    return true;
  }
}

/**
 * Cost of what is selected on an object, without the object's own point. With data, only what is in it counts. On an
 * interface or union without data: what is selected on it, and the dearest of the types that fragments name.
 */
function selectionCost(set: SelectionSetNode, type: GraphQLCompositeType, counting: Counting, data: Data | undefined): number {
  const fields = fieldsOf(set, type, counting);
  if (data !== undefined || !isAbstractType(type)) {
    let cost = 0;
    const seen = new Set<string>();
    for (const field of fields) {
      const key = responseKey(field.node);
      if (data !== undefined && (!(key in data) || (seen.has(key) && field.parent !== type))) continue;
      seen.add(key);
      cost += fieldCost(field, counting, data?.[key]);
    }
    return cost;
  }
  const byType = new Map<string, number>();
  let common = 0;
  for (const field of fields) {
    const cost = fieldCost(field, counting, undefined);
    if (field.parent === type) common += cost;
    else byType.set(field.parent.name, (byType.get(field.parent.name) ?? 0) + cost);
  }
  return common + Math.max(0, ...byType.values());
}

function fieldCost(field: SelectedField, counting: Counting, data: unknown): number {
  const { node, parent } = field;
  if (node.name.value.startsWith('__') || node.selectionSet === undefined) return 0;
  const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (definition === undefined) return 0;
  const named = getNamedType(definition.type);
  if (!isCompositeType(named)) return 0;
  if (data === null) return 0;
  if (isObjectType(named) && named.name.endsWith('Connection')) return connectionFieldCost(node, named, counting, data as Data | undefined);
  if (!isListType(getNullableType(definition.type))) return 1 + selectionCost(node.selectionSet, named, counting, data as Data | undefined);
  if (data !== undefined) {
    let cost = 0;
    for (const item of data as (Data | null)[]) if (item !== null) cost += 1 + selectionCost(node.selectionSet, named, counting, item);
    return cost;
  }
  const size = argumentValue(node, 'first', counting) ?? argumentValue(node, 'ids', counting);
  const items = Array.isArray(size) ? size.length : typeof size === 'number' ? size : 1;
  return items * (1 + selectionCost(node.selectionSet, named, counting, undefined));
}

function connectionFieldCost(node: FieldNode, type: GraphQLCompositeType, counting: Counting, data: Data | undefined): number {
  const size = argumentValue(node, 'first', counting) ?? argumentValue(node, 'last', counting);
  const items = typeof size === 'number' ? size : 1;
  let cost = connectionCost;
  for (const { node: part, parent } of fieldsOf(node.selectionSet as SelectionSetNode, type, counting)) {
    if (part.selectionSet === undefined || !isObjectType(parent)) continue;
    const name = part.name.value;
    if (name !== 'nodes' && name !== 'edges') continue;
    const row = getNamedType((parent.getFields()[name] as { type: Parameters<typeof getNamedType>[0] }).type);
    if (!row || !isCompositeType(row)) continue;
    const rows = data === undefined ? undefined : ((data[responseKey(part)] ?? []) as Data[]);
    // An edge is no object of its own: what is in it is.
    const one = (item: Data | undefined): number =>
      name === 'nodes'
        ? 1 + selectionCost(part.selectionSet as SelectionSetNode, row, counting, item)
        : selectionCost(part.selectionSet as SelectionSetNode, row, counting, item);
    if (rows === undefined) cost += items * one(undefined);
    else for (const item of rows) cost += one(item);
  }
  return cost;
}

function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}

function argumentValue(node: FieldNode, name: string, counting: Counting): unknown {
  const value: ValueNode | undefined = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value === undefined) return undefined;
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind === Kind.LIST) return value.values;
  return value.kind === Kind.VARIABLE ? counting.variables[value.name.value] : undefined;
}
