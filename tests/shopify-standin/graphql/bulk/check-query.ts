/** What Shopify refuses of a bulk query before it runs, in Shopify's words where they are known. */
import { getNamedType, getNullableType, GraphQLError, isAbstractType, isListType, isObjectType, Kind, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLNamedType } from 'graphql';
import { validateDocument } from '../execute.ts';
import { adminSchema } from '../schema.ts';
import type { BulkUserError } from '../services.ts';

const mostConnections = 5;
/** Connections below a root connection: orders > lineItems is one level deep. */
const deepestNesting = 2;

export type CheckedQuery = { document: DocumentNode; errors: [] } | { document: null; errors: BulkUserError[] };

export function checkBulkQuery(query: string): CheckedQuery {
  const document = parsed(query);
  if (typeof document === 'string') return refused([`Invalid bulk query: ${document}`]);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operations.some((operation) => operation.operation !== 'query')) {
    return refused(['Invalid operation type. Only `query` operations are supported.']);
  }
  const [operation] = operations;
  if (operations.length !== 1 || operation === undefined) return refused(['Invalid bulk query: exactly one operation must be given']);
  if ((operation.variableDefinitions ?? []).length > 0) return refused(['Invalid bulk query: variables are not supported']);
  const invalid = validateDocument(document);
  if (invalid.length > 0) return refused(invalid.map((error) => `Invalid bulk query: ${error.message}`));
  const messages = shapeErrors(document);
  return messages.length > 0 ? refused(messages) : { document, errors: [] };
}

function refused(messages: string[]): CheckedQuery {
  return { document: null, errors: messages.map((message) => ({ field: ['query'], message, code: 'INVALID' })) };
}

function parsed(query: string): DocumentNode | string {
  if (query.trim() === '') return 'syntax error, unexpected end of file';
  try {
    return parse(query, { noLocation: true });
  } catch (error) {
    return error instanceof GraphQLError ? error.message : String(error);
  }
}

interface Shape {
  connections: string[];
  selectedByNodes: string[];
  withoutId: string[];
  withoutNode: string[];
  deepest: number;
  topLevelNode: boolean;
  insideList: boolean;
}

function shapeErrors(document: DocumentNode): string[] {
  const shape = shapeOf(document);
  const messages: string[] = [];
  if (shape.selectedByNodes.length > 0) {
    messages.push(
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${shape.selectedByNodes[0]} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '${shape.selectedByNodes.join("', '")}'.`,
    );
  }
  if (shape.topLevelNode) messages.push('Bulk queries cannot contain a top level `node` field.');
  if (shape.deepest > deepestNesting) messages.push(`Bulk queries cannot contain connections with a nesting depth greater than ${deepestNesting}.`);
  if (shape.connections.length > mostConnections) messages.push(`Bulk queries cannot contain more than ${mostConnections} connections.`);
  if (shape.withoutId.length > 0) {
    messages.push(
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${shape.withoutId.join(', ')}.`,
    );
  }
  if (shape.insideList) messages.push('Queries that contain a connection field within a list field are not currently supported.');
  if (shape.withoutNode.length > 0) {
    messages.push(`Connections in a bulk query must be of a type that implements the Node interface. Invalid connection fields: '${shape.withoutNode.join("', '")}'.`);
  }
  if (shape.connections.length === 0) messages.push('Bulk queries must contain at least one connection.');
  return messages;
}

/** A field on the way down: a connection, a list, or neither. */
interface Step {
  node: FieldNode;
  connection: boolean;
  list: boolean;
  selectsId: boolean;
  hasConnectionBelow: boolean;
}

function shapeOf(document: DocumentNode): Shape {
  const shape: Shape = { connections: [], selectedByNodes: [], withoutId: [], withoutNode: [], deepest: 0, topLevelNode: false, insideList: false };
  const typeInfo = new TypeInfo(adminSchema());
  const path: Step[] = [];
  const root = adminSchema().getQueryType();
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: {
        enter(node) {
          const type = typeInfo.getType();
          const named = type ? getNamedType(type) : undefined;
          const connection = named !== undefined && isObjectType(named) && named.name.endsWith('Connection');
          const name = node.name.value;
          const parent = typeInfo.getParentType();
          const pageField = parent !== null && parent !== undefined && /(Connection|Edge)$/.test(parent.name);
          if (parent === root && (name === 'node' || name === 'nodes')) shape.topLevelNode = true;
          if (pageField && name === 'nodes') shape.selectedByNodes.push(path.at(-1)?.node.name.value ?? name);
          if (connection) noteConnection(shape, path, node, named);
          const nearest = path.findLast((step) => step.connection);
          // `id` counts on the node itself, not on an object below it.
          if (name === 'id' && node.alias === undefined && nearest !== undefined && path.at(-1)?.node.name.value === 'node') nearest.selectsId = true;
          path.push({ node, connection, list: !pageField && !connection && type !== null && type !== undefined && isListType(getNullableType(type)), selectsId: false, hasConnectionBelow: false });
        },
        leave() {
          const step = path.pop();
          if (step?.connection && !step.selectsId && step.hasConnectionBelow) shape.withoutId.push(step.node.name.value);
        },
      },
    }),
  );
  return shape;
}

function noteConnection(shape: Shape, path: readonly Step[], node: FieldNode, type: GraphQLNamedType): void {
  const above = path.filter((step) => step.connection);
  shape.connections.push(node.name.value);
  shape.deepest = Math.max(shape.deepest, above.length);
  if (path.some((step) => step.list)) shape.insideList = true;
  if (!implementsNode(type)) shape.withoutNode.push(node.name.value);
  const parent = above.at(-1);
  if (parent !== undefined) parent.hasConnectionBelow = true;
}

function implementsNode(connection: GraphQLNamedType): boolean {
  if (!isObjectType(connection)) return false;
  const nodes = connection.getFields().nodes ?? undefined;
  const row = nodes === undefined ? undefined : getNamedType(nodes.type);
  if (row === undefined) return false;
  if (row.name === 'Node') return true;
  return (isObjectType(row) || isAbstractType(row)) && 'getInterfaces' in row && row.getInterfaces().some((one) => one.name === 'Node');
}
