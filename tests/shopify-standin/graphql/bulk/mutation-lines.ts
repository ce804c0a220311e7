/** A bulk mutation: checked once, then run for each line of variables. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { GraphQLError, Kind, parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { executeDocument, validateDocument } from '../execute.ts';
import type { Args, Serving } from '../serving.ts';
import type { BulkUserError } from '../services.ts';
import type { LineCounts } from './bulk-lines.ts';

export type CheckedMutation = { document: DocumentNode; name: string } | { document: null; error: BulkUserError };

function refused(message: string, code: string | null, field: string[] | null = null): CheckedMutation {
  return { document: null, error: { field, message, code } };
}

/** Shopify's checks of the mutation itself, in its words where they are known. */
export function checkBulkMutation(mutation: string): CheckedMutation {
  let document: DocumentNode;
  try {
    document = parse(mutation, { noLocation: true });
  } catch (error) {
    const reason = error instanceof GraphQLError ? error.message : String(error);
    return refused(`Failed to parse the mutation - ${reason}`, 'INVALID_MUTATION');
  }
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (operations.length !== 1 || operation === undefined) return refused('You must specify a single operation.', 'INVALID_MUTATION');
  if (operation.operation !== 'mutation') return refused('Invalid operation type. Only `mutation` operations are supported.', 'INVALID_MUTATION');
  const roots = operation.selectionSet.selections;
  const [root] = roots;
  if (roots.length !== 1 || root?.kind !== Kind.FIELD) return refused('You must specify a single top level mutation.', null, ['mutation']);
  const name = root.name.value;
  if (name.startsWith('bulkOperation')) return refused('You must use an allowed mutation name.', null, ['mutation']);
  const [invalid] = validateDocument(document);
  if (invalid !== undefined) return refused(`Failed to parse the mutation - ${invalid.message}`, 'INVALID_MUTATION');
  return { document, name: operation.name?.value ?? name };
}

/** One result line for each line of variables, in their order; `__lineNumber` starts at 0. */
export async function* mutationLines(
  document: DocumentNode,
  path: string,
  serving: () => Serving,
  counts: LineCounts,
): AsyncGenerator<string | null, void> {
  const lines = createInterface({ input: createReadStream(path, { encoding: 'utf8' }), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    const at = number;
    number += 1;
    if (line.trim() === '') {
      yield null;
      continue;
    }
    counts.rootObjectCount += 1;
    yield resultLine(document, line, at, serving());
  }
}

function resultLine(document: DocumentNode, line: string, at: number, serving: Serving): string {
  let variables: unknown;
  try {
    variables = JSON.parse(line);
  } catch (error) {
    return failedLine(`Line ${at} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`, at);
  }
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) {
    return failedLine(`Line ${at} must be a JSON object of variables.`, at);
  }
  const { data, errors } = executeDocument(document, variables as Args, null, serving);
  const result = { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
  return JSON.stringify({ ...result, __lineNumber: at });
}

function failedLine(message: string, at: number): string {
  return JSON.stringify({ errors: [{ message, extensions: { code: 'INVALID_VARIABLES' } }], __lineNumber: at });
}
