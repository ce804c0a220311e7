import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openApi } from '../api-under-test.ts';
import type { ApiUnderTest } from '../api-under-test.ts';
import { allScopes } from '../scopes.ts';

let shop: ApiUnderTest;
beforeEach(async () => {
  shop = await openApi();
});
afterEach(() => shop.close());

interface Target {
  url: string;
  resourceUrl: string | null;
  parameters: { name: string; value: string }[];
}

async function stage(): Promise<Target> {
  const { stagedUploadsCreate } = await shop.data<{ stagedUploadsCreate: { stagedTargets: Target[]; userErrors: unknown[] } }>(
    `mutation { stagedUploadsCreate(input: [{ resource: BULK_MUTATION_VARIABLES, filename: "vars.jsonl", mimeType: "text/jsonl", httpMethod: POST }]) {
      stagedTargets { url resourceUrl parameters { name value } } userErrors { message } } }`,
  );
  expect(stagedUploadsCreate.userErrors).toEqual([]);
  return stagedUploadsCreate.stagedTargets[0] as Target;
}

/** Sends a form as fetch would, in pieces of the given size, so that boundaries fall anywhere. */
async function upload(target: Target, content: string, options: { piece?: number; leaveOut?: string } = {}) {
  const form = new FormData();
  for (const { name, value } of target.parameters) if (name !== options.leaveOut) form.append(name, value);
  form.append('file', new Blob([content], { type: 'text/jsonl' }), 'vars.jsonl');
  const request = new Request(target.url, { method: 'POST', body: form });
  const bytes = Buffer.from(await request.arrayBuffer());
  const piece = options.piece ?? bytes.length;
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(bytes.subarray(at, at + piece));
  return shop.api.acceptUpload({ headers: { 'content-type': request.headers.get('content-type') ?? '' }, stream: Readable.from(pieces) });
}

const keyOf = (target: Target): string => target.parameters.find(({ name }) => name === 'key')?.value ?? '';
const tagsAdd = 'mutation call($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } } }';

async function run(stagedUploadPath: string, mutation = tagsAdd) {
  const { bulkOperationRunMutation } = await shop.data<{
    bulkOperationRunMutation: { bulkOperation: { id: string; type: string } | null; userErrors: { message: string; code: string | null }[] };
  }>(
    `mutation($mutation: String!, $stagedUploadPath: String!) { bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $stagedUploadPath, clientIdentifier: "test") {
      bulkOperation { id type } userErrors { message code } } }`,
    { mutation, stagedUploadPath },
  );
  return bulkOperationRunMutation;
}

async function uploadedRun(content: string) {
  const target = await stage();
  expect((await upload(target, content)).status).toBe(201);
  const started = await run(keyOf(target));
  expect(started.userErrors).toEqual([]);
  const end = await shop.bulkEnd(started.bulkOperation?.id ?? '');
  return { end, lines: await shop.lines(end.url ?? '') };
}

describe('a staged upload', () => {
  for (const piece of [1, 7, 64, 1000]) {
    it(`comes whole in pieces of ${piece} bytes`, async () => {
      const customer = [...shop.live.store.customers.keys()][0];
      const target = await stage();
      const content = `${JSON.stringify({ id: `gid://shopify/Customer/${customer}`, tags: ['pieces \u{1F9E9} – \r\n-- not the boundary'] })}\n`;
      expect((await upload(target, content, { piece })).status).toBe(201);
      const { bulkOperation } = await run(keyOf(target));
      await shop.bulkEnd(bulkOperation?.id ?? '');
      expect(shop.live.customer(customer ?? 0)?.tags).toContain('pieces \u{1F9E9} – \r\n-- not the boundary');
    });
  }

  it('is refused without its signature or key, cut off, or as no form', async () => {
    const target = await stage();
    expect((await upload(target, '{}', { leaveOut: 'x-goog-signature' })).status).toBe(403);
    expect((await upload(target, '{}', { leaveOut: 'key' })).status).toBe(400);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await shop.api.acceptUpload({ headers, stream: Readable.from([Buffer.from('--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nhalf')]) })).status).toBe(400);
    expect((await shop.api.acceptUpload({ headers: {}, stream: Readable.from([]) })).status).toBe(400);
    expect((await run(keyOf(target))).userErrors).toMatchObject([{ code: 'NO_SUCH_FILE' }]);
  });

  it('is served for bulk mutation variables only', async () => {
    const answer = await shop.ask('mutation { stagedUploadsCreate(input: [{ resource: PRODUCT_IMAGE, filename: "a.png", mimeType: "image/png" }]) { userErrors { message } } }');
    expect(answer.errors?.[0]?.message).toBe('The local Shopify does not serve stagedUploadsCreate(resource: PRODUCT_IMAGE).');
  });
});

describe('a bulk mutation', () => {
  it('runs for each line, in their order, and says of each how it went', async () => {
    const ids = [...shop.live.store.customers.keys()].slice(0, 3);
    const rows = [
      { id: `gid://shopify/Customer/${ids[0]}`, tags: ['Lapsed'] },
      { id: `gid://shopify/Customer/${ids[1]}`, tags: ['x'.repeat(300)] },
      { id: 'gid://shopify/Customer/999999999', tags: ['Lapsed'] },
    ];
    const { end, lines } = await uploadedRun(`${rows.map((row) => JSON.stringify(row)).join('\n')}\nnot json\n\n[1]\n{"id":5}\n`);
    expect(end).toMatchObject({ status: 'COMPLETED', objectCount: '6', rootObjectCount: '6' });
    expect(lines.map((line) => line.__lineNumber)).toEqual([0, 1, 2, 3, 5, 6]);
    expect(lines[0]).toEqual({ data: { tagsAdd: { node: { id: rows[0]?.id }, userErrors: [] } }, __lineNumber: 0 });
    expect(lines[1]).toMatchObject({ data: { tagsAdd: { node: null, userErrors: [{ field: ['tags'] }] } } });
    expect(lines[2]).toMatchObject({ data: { tagsAdd: { node: null, userErrors: [{ field: ['id'], message: 'Customer does not exist' }] } } });
    for (const at of [3, 4, 5]) expect(lines[at]).toHaveProperty('errors.0.message');
    expect(shop.live.customer(ids[0] ?? 0)?.tags).toContain('Lapsed');
    expect(shop.log.entries().findLast((entry) => entry.bulk)).toMatchObject({ operation: 'bulkOperationRunMutation', bulk: { type: 'MUTATION', operation: 'call' } });
  });

  it('does not run at all without the scope to write', async () => {
    await shop.close();
    shop = await openApi({ scopes: allScopes.filter((scope) => scope !== 'write_customers') });
    const id = [...shop.live.store.customers.keys()][0];
    const before = shop.live.customer(id ?? 0)?.tags;
    const { lines } = await uploadedRun(`${JSON.stringify({ id: `gid://shopify/Customer/${id}`, tags: ['No'] })}\n`);
    expect(lines[0]).toMatchObject({ errors: [{ extensions: { code: 'ACCESS_DENIED' } }] });
    expect(shop.live.customer(id ?? 0)?.tags).toEqual(before);
  });

  const refusals: [why: string, mutation: string, error: object][] = [
    ['is a query', '{ customers(first: 1) { nodes { id } } }', { message: 'Invalid operation type. Only `mutation` operations are supported.', code: 'INVALID_MUTATION' }],
    ['cannot be parsed', 'mutation { not', { code: 'INVALID_MUTATION' }],
    ['does not fit the schema', 'mutation($id: ID!) { tagsAdd(id: $id) { node { id } } }', { code: 'INVALID_MUTATION' }],
    ['has two roots', `mutation { a: tagsAdd(id: "x", tags: ["a"]) { node { id } } b: tagsAdd(id: "x", tags: ["a"]) { node { id } } }`, { message: 'You must specify a single top level mutation.' }],
    ['is a bulk operation itself', 'mutation { bulkOperationCancel(id: "x") { userErrors { message } } }', { message: 'You must use an allowed mutation name.' }],
  ];
  for (const [why, mutation, error] of refusals) {
    it(`is refused when it ${why}`, async () => {
      const target = await stage();
      await upload(target, '{}\n');
      expect(await run(keyOf(target), mutation)).toMatchObject({ bulkOperation: null, userErrors: [error] });
    });
  }

  it('is refused when nothing was uploaded under its path', async () => {
    expect(await run('tmp/1/bulk/missing/vars')).toMatchObject({ bulkOperation: null, userErrors: [{ code: 'NO_SUCH_FILE' }] });
  });
});
