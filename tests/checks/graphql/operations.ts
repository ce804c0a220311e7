import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GraphQLError, Kind, NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { projectFiles, projectRoot } from '../files/project-files.ts';
import { bulkFaults } from './bulk-lint.ts';

export const OPERATIONS_FOLDER = 'app/shopify/operations';

/** What Shopify has deprecated and we use nevertheless: the words of graphql-js's warning begin so, with the reason. Empty is best. */
const DEPRECATED_BUT_NEEDED: readonly { warning: string; because: string }[] = [
  {
    warning: 'The field QueryRoot.deletionEvents is deprecated',
    because: 'it is the one list of what was deleted and nothing else, whole for as long as it is kept; of `events` Shopify does not say which action the deletion of a product has.',
  },
];

export interface OperationFile {
  /** From the project's root. */
  file: string;
  source: string;
}

/** Every .graphql file of the app, sorted by name. */
export function operationFiles(root: string = projectRoot): OperationFile[] {
  if (!existsSync(path.join(root, OPERATIONS_FOLDER))) return [];
  return projectFiles(root)
    .filter((file) => file.startsWith(`${OPERATIONS_FOLDER}/`) && file.endsWith('.graphql'))
    .map((file) => ({ file, source: readFileSync(path.join(root, file), 'utf8') }));
}

/**
 * What is wrong with one operation's file.
 * @returns one line for each fault, with file, line and what to do; none when Shopify would take it
 */
export function operationFaults(schema: GraphQLSchema, { file, source }: OperationFile): string[] {
  let document: DocumentNode;
  try {
    document = parse(source);
  } catch (error) {
    return [`${file}: ${error instanceof GraphQLError ? where(error) : String(error)}`];
  }
  const operations = document.definitions.filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION);
  const faults: string[] = [];
  const [operation] = operations;
  if (operations.length !== 1) faults.push(`${file}: holds ${operations.length} operations; one a file, so that its name finds it`);
  if (operation !== undefined && operation.name === undefined) faults.push(`${file}: its operation has no name; Shopify's logs and ours show it by its name`);
  const errors = validate(schema, document, specifiedRules).map((error) => where(error));
  const deprecated = validate(schema, document, [NoDeprecatedCustomRule]).filter((error) => !DEPRECATED_BUT_NEEDED.some(({ warning }) => error.message.startsWith(warning)));
  faults.push(...[...errors, ...deprecated.map((error) => where(error))].map((words) => `${file}: ${words}`));
  if (errors.length === 0 && file.endsWith('.bulk.graphql')) faults.push(...bulkFaults(schema, document).map((words) => `${file}: ${words}`));
  return faults;
}

function where(error: GraphQLError): string {
  const [place] = error.locations ?? [];
  return place === undefined ? error.message : `line ${place.line}: ${error.message}`;
}
