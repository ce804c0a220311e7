import path from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { OperationFile } from './operations.ts';

export const GENERATED_FOLDER = 'app/shopify/generated';

/** Every scalar of the Admin API as it stands in JSON. Money and 64-bit integers come as strings, and stay so until the app makes exact numbers of them. */
const SCALARS: Readonly<Record<string, string>> = {
  ARN: 'string',
  BigInt: 'string',
  Color: 'string',
  Date: 'string',
  DateTime: 'string',
  Decimal: 'string',
  FormattedString: 'string',
  HTML: 'string',
  ID: 'string',
  JSON: 'unknown',
  Money: 'string',
  StorefrontID: 'string',
  URL: 'string',
  UnsignedInt64: 'string',
  UtcOffset: 'string',
};

const HEADER = '// Made by `npm run codegen` from the .graphql file of the same name. Not to be edited.\n';

/** `app/shopify/operations/orders.bulk.graphql` -> `app/shopify/generated/orders.bulk.ts` */
export function generatedName(operationFile: string): string {
  return `${GENERATED_FOLDER}/${path.posix.basename(operationFile, '.graphql')}.ts`;
}

/**
 * The TypeScript of one operation: its document (`<Name>Document`), the type of its answer and of its variables. Only what is selected gets a type.
 * One file for each operation, so that two people who add one each do not meet in one generated file.
 * @param operation valid against the schema
 */
export async function generateOperation(schema: GraphQLSchema, operation: OperationFile): Promise<string> {
  const text = await codegen({
    filename: generatedName(operation.file),
    schema: parse('type Query { unused: Boolean }'),
    schemaAst: schema,
    documents: [{ location: operation.file, document: parse(operation.source) }],
    skipDocumentsValidation: true,
    config: {
      scalars: SCALARS,
      strictScalars: true,
      skipTypename: true,
      enumType: 'string-literal',
      useTypeImports: true,
      documentMode: 'documentNode',
      disableDescriptions: true,
    },
    plugins: [{ 'typescript-operations': {} }, { 'typed-document-node': {} }],
    pluginMap: { 'typescript-operations': typescriptOperations, 'typed-document-node': typedDocumentNode },
  });
  return `${HEADER}${text.trimEnd()}\n`;
}
