import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../api-under-test.ts';
import type { ApiUnderTest } from '../api-under-test.ts';

let shop: ApiUnderTest;
beforeAll(async () => {
  shop = await openApi();
});
afterAll(() => shop.close());

type Row = Record<string, unknown> & { id: string };

const bag = '{ shopMoney { amount currencyCode } presentmentMoney { amount } }';
const lineFields = `id title name variantTitle sku vendor isGiftCard quantity currentQuantity variant { id price } product { id title tags }
  originalUnitPriceSet ${bag} priceAfterAllDiscountsBeforeTaxesSet ${bag} discountedTotalSet ${bag} taxLines { title priceSet ${bag} }
  discountAllocations { allocatedAmountSet ${bag} discountApplication { index value { __typename ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } } ... on DiscountCodeApplication { code } ... on ManualDiscountApplication { title } } }`;
const orderFields = `id name createdAt cancelledAt customer { id displayName } tags discountCodes displayFinancialStatus sourceName
  channel: channelInformation { displayName } totalPriceSet ${bag} currentTotalPriceSet ${bag} fulfillments { deliveredAt status }
  refunds { id createdAt note totalRefundedSet ${bag} } customerJourneySummary { firstVisit { source utmParameters { campaign } } }`;
const returnFields = 'id status createdAt totalQuantity';

describe('a bulk query', () => {
  for (const groupObjects of [false, true]) {
    it(`gives, put together again, exactly what paged queries give (groupObjects: ${groupObjects})`, async () => {
      const end = await shop.bulk(
        `{ orders(sortKey: CREATED_AT, reverse: true) { edges { node { ${orderFields}
            lineItems { edges { node { ${lineFields} } } }
            returns { edges { node { ${returnFields} returnLineItems { edges { node { id quantity ... on ReturnLineItem { returnReasonDefinition { handle } } } } } } } } } } } }`,
        groupObjects,
      );
      expect(end).toMatchObject({ status: 'COMPLETED', errorCode: null, partialDataUrl: null });
      const lines = await shop.lines(end.url ?? '');
      expect(lines).toHaveLength(Number(end.objectCount));
      expect(Number(end.rootObjectCount)).toBe(shop.live.store.orders.size);

      const orders: Row[] = [];
      const byId = new Map<string, Row>();
      for (const line of lines) {
        const { __parentId: parent, ...row } = line as Row & { __parentId?: string };
        byId.set(row.id as string, row as Row);
        if (parent === undefined) {
          orders.push(row as Row);
          continue;
        }
        const owner = byId.get(parent);
        if (owner === undefined) throw new Error(`A child came before its parent ${parent}`);
        const kind = (row.id as string).includes('/LineItem/') ? 'lineItems' : (row.id as string).includes('/Return/') ? 'returns' : 'returnLineItems';
        (owner[kind] ??= []) as Row[];
        (owner[kind] as Row[]).push(row as Row);
      }

      const paged: Row[] = [];
      let after: string | null = null;
      for (;;) {
        const { orders: page }: { orders: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } = await shop.data(
          `query($after: String) { orders(first: 1, sortKey: CREATED_AT, reverse: true, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${orderFields}
             lineItems(first: 30) { nodes { ${lineFields} } }
             returns(first: 5) { nodes { ${returnFields} returnLineItems(first: 9) { nodes { id quantity ... on ReturnLineItem { returnReasonDefinition { handle } } } } } } } } }`,
          { after },
        );
        paged.push(...page.nodes);
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor;
      }
      const expected = paged.map((order) => {
        const { lineItems, returns, ...rest } = order as unknown as { lineItems: { nodes: Row[] }; returns: { nodes: (Row & { returnLineItems: { nodes: Row[] } })[] } };
        return {
          ...rest,
          ...(lineItems.nodes.length > 0 ? { lineItems: lineItems.nodes } : {}),
          ...(returns.nodes.length > 0
            ? { returns: returns.nodes.map(({ returnLineItems, ...one }) => ({ ...one, ...(returnLineItems.nodes.length > 0 ? { returnLineItems: returnLineItems.nodes } : {}) })) }
            : {}),
        };
      });
      expect(orders).toEqual(expected);
      // The store must hold what this test is about.
      expect(lines.some((line) => String(line.id).includes('/ReturnLineItem/'))).toBe(true);
      expect(lines.some((line) => Array.isArray(line.discountAllocations) && line.discountAllocations.length > 0)).toBe(true);
    });
  }

  it('lets children come far from their parent, unless objects are grouped', async () => {
    const query = '{ customers { edges { node { id orders { edges { node { id } } } } } } }';
    const orderOfKinds = async (grouped: boolean): Promise<boolean[]> => {
      const end = await shop.bulk(query, grouped);
      const lines = await shop.lines(end.url ?? '');
      let root = '';
      return lines.flatMap((line) => {
        if (line.__parentId === undefined) root = line.id as string;
        return line.__parentId === undefined ? [] : [line.__parentId === root];
      });
    };
    expect((await orderOfKinds(true)).every((follows) => follows)).toBe(true);
    expect((await orderOfKinds(false)).some((follows) => !follows)).toBe(true);
  });

  it('reads the filter, several roots, fragments, aliases and directives', async () => {
    const some = [...shop.live.store.customers.keys()].sort((a, b) => a - b).slice(0, 3);
    const end = await shop.bulk(
      `query Pick { customers(query: "id:<=${some[2]}") { edges { node { ...Names legacy: legacyResourceId note @skip(if: true) __typename } } }
         products(query: "id:${[...shop.live.store.products.keys()][0]}") { edges { node { title } } } }
       fragment Names on Customer { id displayName }`,
    );
    const lines = await shop.lines(end.url ?? '');
    expect(lines.slice(0, 3).map((line) => line.legacy)).toEqual(some.map(String));
    expect(Object.keys(lines[0] ?? {})).toEqual(['id', 'displayName', 'legacy', '__typename']);
    expect(Object.keys(lines[3] ?? {})).toEqual(['title']);
    expect(end).toMatchObject({ rootObjectCount: '4', objectCount: '4' });
  });

  it('has no address when nothing was found', async () => {
    expect(await shop.bulk('{ orders(query: "id:1") { edges { node { id } } } }')).toMatchObject({ status: 'COMPLETED', objectCount: '0', url: null, fileSize: null });
  });

  it('costs the points of its mutation alone, and is in the request log with what runs inside', async () => {
    await shop.bulk('{ products { edges { node { id } } } }');
    const entry = shop.log.entries().findLast((one) => one.bulk !== undefined);
    expect(entry).toMatchObject({ type: 'mutation', operation: 'bulkOperationRunQuery', cost: 10, status: 200, bulk: { type: 'QUERY', operation: 'products' } });
  });
});

describe('a bulk query that Shopify refuses', () => {
  const refusals: [why: string, query: string, messages: (string | RegExp)[]][] = [
    ['is empty', ' ', ['Invalid bulk query: syntax error, unexpected end of file']],
    ['is no GraphQL', '{ customers', [/^Invalid bulk query: /]],
    ['is a mutation', 'mutation { tagsAdd(id: "x", tags: ["a"]) { node { id } } }', ['Invalid operation type. Only `query` operations are supported.']],
    ['has an unknown field', '{ customers { edges { node { id shoeSize } } } }', ['Invalid bulk query: Cannot query field "shoeSize" on type "Customer".']],
    ['asks what the stand-in does not serve', '{ customers { edges { node { id multipassIdentifier } } } }', ['Invalid bulk query: The local Shopify does not serve Customer.multipassIdentifier.']],
    ['has no connection', '{ shop { name } }', ['Bulk queries must contain at least one connection.']],
    ['selects by nodes', '{ products { nodes { id } } }', [/^All connection fields in a bulk query must select their contents using 'edges' > 'node'.*Invalid connection fields: 'products'\.$/]],
    ['has node at its top', '{ node(id: "gid://shopify/Product/1") { id } }', ['Bulk queries cannot contain a top level `node` field.', 'Bulk queries must contain at least one connection.']],
    ['puts a connection into a list', '{ orders { edges { node { id fulfillments { fulfillmentLineItems { edges { node { id } } } } } } } }', ['Queries that contain a connection field within a list field are not currently supported.']],
    [
      'puts refund lines into refunds, whose nodes are no Node either',
      '{ orders { edges { node { id refunds { refundLineItems { edges { node { quantity } } } } } } } }',
      ['Queries that contain a connection field within a list field are not currently supported.', /implements the Node interface\. Invalid connection fields: 'refundLineItems'\.$/],
    ],
    ['has nodes that are no Node', '{ orders { edges { node { id shippingLines { edges { node { title } } } } } } }', [/Invalid connection fields: 'shippingLines'\.$/]],
    [
      'has six connections',
      `{ a: customers { edges { node { id } } } b: customers { edges { node { id } } } c: orders { edges { node { id } } } d: orders { edges { node { id } } } e: products { edges { node { id } } } f: products { edges { node { id } } } }`,
      ['Bulk queries cannot contain more than 5 connections.'],
    ],
    [
      'nests three deep',
      '{ customers { edges { node { id orders { edges { node { id returns { edges { node { id returnLineItems { edges { node { id } } } } } } } } } } } } }',
      ['Bulk queries cannot contain connections with a nesting depth greater than 2.'],
    ],
    [
      'does not select the id of a parent',
      '{ customers { edges { node { tags orders { edges { node { name } } } } } } }',
      ["The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': customers."],
    ],
    [
      'selects the id of a parent under another name',
      '{ customers { edges { node { key: id orders { edges { node { name } } } } } } }',
      [/Connection fields without 'id': customers\.$/],
    ],
    ['has variables', 'query($q: String) { customers(query: $q) { edges { node { id } } } }', ['Invalid bulk query: variables are not supported']],
  ];
  for (const [why, query, messages] of refusals) {
    it(`is refused when it ${why}`, async () => {
      const { bulkOperationRunQuery } = await shop.data<{ bulkOperationRunQuery: { bulkOperation: unknown; userErrors: { message: string; field: string[]; code: string }[] } }>(
        'mutation($query: String!) { bulkOperationRunQuery(query: $query, groupObjects: false) { bulkOperation { id } userErrors { field message code } } }',
        { query },
      );
      expect(bulkOperationRunQuery.bulkOperation).toBeNull();
      expect(bulkOperationRunQuery.userErrors).toEqual(
        messages.map((message) => ({ field: ['query'], message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown), code: 'INVALID' })),
      );
    });
  }

  it('allows two levels below the root', async () => {
    const end = await shop.bulk('{ customers { edges { node { id orders { edges { node { id lineItems { edges { node { id } } } } } } } } } }');
    expect(end.status).toBe('COMPLETED');
  });
});
