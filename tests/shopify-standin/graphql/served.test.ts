import { readdirSync, readFileSync } from 'node:fs';
import { getNamedType, getNullableType, GraphQLObjectType, isAbstractType, isLeafType, isListType, isObjectType, isRequiredArgument, parse } from 'graphql';
import type { GraphQLNamedType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from './api-under-test.ts';
import type { ApiUnderTest } from './api-under-test.ts';
import { checkBulkQuery } from './bulk/check-query.ts';
import { validateDocument } from './execute.ts';
import { adminSchema } from './schema.ts';
import { servedField, servedTable } from './served.ts';

describe('the table of what is served', () => {
  it("names only types, fields and arguments of Shopify's published schema", () => {
    const unknown: string[] = [];
    for (const [typeName, fields] of servedTable()) {
      const type = adminSchema().getType(typeName);
      if (!isObjectType(type)) {
        unknown.push(typeName);
        continue;
      }
      for (const field of fields) {
        const definition = type.getFields()[field];
        // Payloads share one table of user errors, of which some have no code or index.
        if (definition === undefined && !typeName.endsWith('UserError') && typeName !== 'UserError') unknown.push(`${typeName}.${field}`);
        for (const argument of servedField(typeName, field)?.args ?? []) {
          if (definition !== undefined && !definition.args.some((one) => one.name === argument)) unknown.push(`${typeName}.${field}(${argument})`);
        }
      }
    }
    expect(unknown).toEqual([]);
  });

  it('is whole: every object that a served field leads to is served itself', () => {
    const missing: string[] = [];
    for (const [typeName, fields] of servedTable()) {
      const type = adminSchema().getType(typeName);
      if (!isObjectType(type)) continue;
      for (const field of fields) {
        const definition = type.getFields()[field];
        if (definition === undefined) continue;
        const leadsTo = getNamedType(definition.type);
        if (isObjectType(leadsTo) && !/(Connection|Edge|PageInfo)$/.test(leadsTo.name) && !servedTable().has(leadsTo.name)) missing.push(`${typeName}.${field}: ${leadsTo.name}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

describe('the operations of the app', () => {
  const directory = new URL('../../../app/shopify/operations/', import.meta.url);
  for (const name of readdirSync(directory).filter((file) => file.endsWith('.graphql'))) {
    it(`are served: ${name}`, () => {
      const text = readFileSync(new URL(name, directory), 'utf8');
      const errors = name.endsWith('.bulk.graphql') ? checkBulkQuery(text).errors : validateDocument(parse(text));
      expect(errors.map((error) => error.message)).toEqual([]);
    });
  }
});

/** Selects everything that is served of a type, as deep as told. */
function everything(type: GraphQLNamedType, depth: number): string {
  if (isAbstractType(type)) {
    const possible = adminSchema().getPossibleTypes(type).filter((one) => servedTable().has(one.name));
    const fragments = possible.map((one) => ({ one, body: everything(one, depth) })).filter(({ body }) => body !== '');
    return ['__typename', ...fragments.map(({ one, body }) => `... on ${one.name} { ${body} }`)].join(' ');
  }
  if (!(type instanceof GraphQLObjectType)) return '';
  const parts: string[] = [];
  for (const definition of Object.values(type.getFields())) {
    const served = servedField(type.name, definition.name);
    const named = getNamedType(definition.type);
    const connection = named.name.endsWith('Connection');
    if (served === undefined || definition.args.some((argument) => isRequiredArgument(argument))) continue;
    if (isLeafType(named)) {
      parts.push(definition.name);
      continue;
    }
    if (depth === 0) continue;
    const row = connection && isObjectType(named) ? getNamedType((named.getFields().nodes as { type: GraphQLNamedType }).type) : named;
    const body = everything(row, depth - 1);
    if (body === '') continue;
    const limited = definition.args.some((argument) => argument.name === 'first') && isListType(getNullableType(definition.type)) ? '(first: 2)' : '';
    parts.push(connection ? `${definition.name}(first: 2) { nodes { ${body} } pageInfo { hasNextPage } }` : `${definition.name}${limited} { ${body} }`);
  }
  return parts.join(' ');
}

describe('every served field', () => {
  let shop: ApiUnderTest;
  beforeAll(async () => {
    shop = await openApi({ mostQueryCost: Infinity });
  });
  afterAll(() => shop.close());

  const roots: [type: string, query: (body: string) => string][] = [
    ['Shop', (body) => `{ shop { ${body} } }`],
    ['Customer', (body) => `{ customers(first: 60) { nodes { ${body} } } }`],
    ['Order', (body) => `{ orders(first: 240) { nodes { ${body} } } }`],
    ['Product', (body) => `{ products(first: 200) { nodes { ${body} } } }`],
    ['AppInstallation', (body) => `{ currentAppInstallation { ${body} } }`],
    ['BulkOperation', (body) => `{ bulkOperations(first: 5) { nodes { ${body} } } }`],
    ['MetafieldDefinition', (body) => `{ metafieldDefinitions(first: 5, ownerType: CUSTOMER) { nodes { ${body} } } }`],
    ['WebhookSubscription', (body) => `{ webhookSubscriptions(first: 5) { nodes { ${body} } } }`],
  ];
  for (const [type, query] of roots) {
    it(`of ${type} gives a value that Shopify's schema allows`, async () => {
      await shop.bulk('{ products { edges { node { id } } } }');
      await shop.data('mutation { webhookSubscriptionCreate(topic: CUSTOMERS_UPDATE, webhookSubscription: { uri: "https://app.example.com/hooks" }) { userErrors { message } } }');
      await shop.data('mutation { metafieldDefinitionCreate(definition: { namespace: "$app:x", key: "tier", name: "Tier", ownerType: CUSTOMER, type: "single_line_text_field" }) { userErrors { message } } }');
      const result = await shop.ask(query(everything(adminSchema().getType(type) as GraphQLNamedType, 3)));
      expect((result.errors ?? []).map((error) => error.message).slice(0, 5)).toEqual([]);
      expect(JSON.stringify(result.data)).not.toMatch(/NaN|undefined|\[object/);
    });
  }
});
