import { GraphQLList, GraphQLNonNull, Kind, TypeInfo, getNamedType, isInterfaceType, isObjectType, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLOutputType, GraphQLSchema , GraphQLInterfaceType, GraphQLObjectType} from 'graphql';

/** Shopify's limits on a bulk query, as its documentation gives them. */
const MOST_CONNECTIONS = 5;
/** A connection in a connection is level 2. */
const DEEPEST_CONNECTION = 2;

/**
 * What Shopify would refuse in a bulk query, though it is valid GraphQL: graphql-js finds none of it, and a refusal at run time stops every import.
 * The document is expected to be valid against the schema.
 * @returns one sentence for each fault
 */
export function bulkFaults(schema: GraphQLSchema, document: DocumentNode): string[] {
  const faults: string[] = [];
  const types = new TypeInfo(schema);
  const around: { field: string; kind: 'connection' | 'list' | 'other' }[] = [];
  let connections = 0;

  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) faults.push(`the fragment ${definition.name.value} stands apart; write its fields where they are used, so that the depth can be seen`);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (definition.operation !== 'query') faults.push('a bulk query is a query');
    if ((definition.variableDefinitions ?? []).length > 0) faults.push('takes variables; bulkOperationRunQuery passes none on');
    const roots = definition.selectionSet.selections.length;
    if (roots !== 1) faults.push(`asks for ${roots} fields at the top; Shopify runs one`);
  }

  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(node) {
          const type = types.getType();
          const kind = type === null || type === undefined ? 'other' : isConnection(type) ? 'connection' : isListOfObjects(type) && !INSIDE_CONNECTION.has(node.name.value) ? 'list' : 'other';
          if (kind === 'connection') {
            connections += 1;
            faults.push(...faultsOfConnection(schema, node, type, around));
          }
          around.push({ field: node.name.value, kind });
        },
        leave() {
          around.pop();
        },
      },
    }),
  );

  if (connections === 0) faults.push('has no connection; Shopify wants at least one');
  if (connections > MOST_CONNECTIONS) faults.push(`has ${connections} connections; Shopify takes ${MOST_CONNECTIONS}`);
  return faults;
}

/** The lists that every connection itself is made of. */
const INSIDE_CONNECTION: ReadonlySet<string> = new Set(['edges', 'nodes']);

function faultsOfConnection(schema: GraphQLSchema, node: FieldNode, type: GraphQLOutputType | null | undefined, around: readonly { field: string; kind: string }[]): string[] {
  const faults: string[] = [];
  const name = node.name.value;
  const list = around.find((outer) => outer.kind === 'list');
  if (list !== undefined) faults.push(`the connection "${name}" stands inside the list "${list.field}"; read it by paged queries instead`);
  const depth = around.filter((outer) => outer.kind === 'connection').length + 1;
  if (depth > DEEPEST_CONNECTION) faults.push(`the connection "${name}" is ${depth} levels deep; Shopify takes ${DEEPEST_CONNECTION}`);
  const item = type === null || type === undefined ? null : nodeTypeOf(type);
  if (item !== null && !implementsNode(schema, item)) faults.push(`the nodes of "${name}" (${item.name}) do not implement Node, which a bulk query needs; read them by paged queries instead`);
  if (!selectsNodes(node)) faults.push(`the connection "${name}" is asked for neither edges { node } nor nodes; Shopify writes its nodes as lines`);
  return faults;
}

function isConnection(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isObjectType(named) && named.name.endsWith('Connection') && 'edges' in named.getFields();
}

function isListOfObjects(type: GraphQLOutputType): boolean {
  const nullable = type instanceof GraphQLNonNull ? type.ofType : type;
  if (!(nullable instanceof GraphQLList)) return false;
  const named = getNamedType(nullable);
  return isObjectType(named) || isInterfaceType(named);
}

function nodeTypeOf(connection: GraphQLOutputType): GraphQLObjectType | GraphQLInterfaceType | null {
  const named = getNamedType(connection);
  if (!isObjectType(named)) return null;
  const edge = getNamedType(named.getFields()['edges']?.type);
  const item = isObjectType(edge) ? getNamedType(edge.getFields()['node']?.type) : null;
  return isObjectType(item) || isInterfaceType(item) ? item : null;
}

/** An interface such as Media does not say so itself, but each of its types does. */
function implementsNode(schema: GraphQLSchema, type: GraphQLObjectType | GraphQLInterfaceType): boolean {
  if (type.name === 'Node' || type.getInterfaces().some((face) => face.name === 'Node')) return true;
  return isInterfaceType(type) && schema.getPossibleTypes(type).every((possible) => implementsNode(schema, possible));
}

function selectsNodes(connection: FieldNode): boolean {
  return (connection.selectionSet?.selections ?? []).some(
    (selection) =>
      selection.kind === Kind.FIELD &&
      (selection.name.value === 'nodes' ||
        (selection.name.value === 'edges' && (selection.selectionSet?.selections ?? []).some((inner) => inner.kind === Kind.FIELD && inner.name.value === 'node'))),
  );
}
