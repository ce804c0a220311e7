import { TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from './admin-client.server.ts';
import { MetafieldDefinitionCreateDocument, type MetafieldDefinitionCreateMutationVariables } from './generated/metafield-definition-create.ts';
import { MetafieldDefinitionDeleteDocument } from './generated/metafield-definition-delete.ts';
import { MetafieldDefinitionsDocument } from './generated/metafield-definitions.ts';

type DefinitionInput = MetafieldDefinitionCreateMutationVariables['definition'];

/** Fields of the app's own at one kind of owner. */
export interface OwnFields<Key extends string = string> {
  /** For errors: "customer field". */
  what: string;
  ownerType: DefinitionInput['ownerType'];
  namespace: string;
  definitions: Readonly<Record<Key, { type: string; name: string; description: string }>>;
  access: NonNullable<DefinitionInput['access']>;
}

/**
 * Makes the definitions that are missing at Shopify.
 * @returns the keys of those that were missing, with which their values had gone
 * @throws TerminalError when Shopify refuses a definition, with its words
 */
export async function makeDefinitions<Key extends string>(client: AdminClient, fields: OwnFields<Key>, signal: AbortSignal): Promise<Key[]> {
  const { ownerType, namespace, access } = fields;
  const { metafieldDefinitions } = await client.request(MetafieldDefinitionsDocument, { ownerType, namespace }, { signal });
  const standing = new Set(metafieldDefinitions.nodes.map(({ key }) => key));
  const missing = (Object.keys(fields.definitions) as Key[]).filter((key) => !standing.has(key));
  for (const key of missing) {
    const { metafieldDefinitionCreate: answer } = await client.request(MetafieldDefinitionCreateDocument, { definition: { namespace, key, ...fields.definitions[key], ownerType, access } }, { signal });
    // Made by a try before this one, whose answer was lost.
    const refusals = (answer?.userErrors ?? []).filter(({ code }) => code !== 'TAKEN');
    if (refusals.length > 0) throw new TerminalError('metafield-definition', `Shopify refuses the definition of the ${fields.what} ${key}: ${refusals.map(({ message }) => message).join('; ')}`);
  }
  return missing;
}

/** Deletes the definitions at Shopify, which deletes all values of them. One that is gone already is gone. @throws TerminalError when Shopify refuses */
export async function deleteDefinitions<Key extends string>(client: AdminClient, { what, ownerType, namespace, definitions }: OwnFields<Key>, options: { signal: AbortSignal; onGone: () => void | Promise<void> }): Promise<void> {
  for (const key of Object.keys(definitions)) {
    const { metafieldDefinitionDelete: answer } = await client.request(MetafieldDefinitionDeleteDocument, { identifier: { ownerType, namespace, key } }, { signal: options.signal });
    const refusals = (answer?.userErrors ?? []).filter(({ code }) => code !== 'NOT_FOUND');
    if (refusals.length > 0) throw new TerminalError('metafield-definition', `Shopify does not delete the definition of the ${what} ${key}: ${refusals.map(({ message }) => message).join('; ')}`);
    await options.onGone();
  }
}
