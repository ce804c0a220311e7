/** An Admin API over a store of its own, for the tests beside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenBearer } from '../apps.ts';
import { LiveStore } from '../store/live-store.ts';
import type { LoadedStore } from '../store/load-store.ts';
import { loadStore } from '../store/load-store.ts';
import { createAdminApi } from './admin-api.ts';
import type { AdminApi, AdminApiOptions } from './admin-api.ts';
import type { HttpAnswer } from './faults.ts';
import { RequestLog } from './request-log.ts';
import { servedVersion } from './schema.ts';
import { allScopes } from './scopes.ts';

export const testUrl = 'https://files.example.com';

export interface GraphqlAnswer {
  // What came back is looked into by the test itself; a wrong path fails there.
  data: Record<string, never> | null;
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: { cost: { requestedQueryCost: number; actualQueryCost: number | null; throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number } } };
}

export interface ApiUnderTest {
  api: AdminApi;
  live: LiveStore;
  log: RequestLog;
  workDir: string;
  http(query: string, variables?: Record<string, unknown>, token?: string): Promise<HttpAnswer>;
  ask(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer>;
  /** `data` of an answer that must have no errors. */
  data<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Starts a bulk query and waits for its end. */
  bulk(query: string, groupObjects?: boolean): Promise<BulkEnd>;
  bulkEnd(id: string): Promise<BulkEnd>;
  /** The lines behind a result address. */
  lines(url: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface BulkEnd {
  id: string;
  status: string;
  errorCode: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
}

const bulkFields = 'id status errorCode objectCount rootObjectCount fileSize url partialDataUrl';

export interface TestApiOptions extends Partial<Omit<AdminApiOptions, 'live' | 'log' | 'apps'>> {
  loaded?: LoadedStore;
  scopes?: readonly string[];
}

/** A generated store small enough for tests that still holds every kind of thing. */
export function smallGeneratedStore(seed = 5): Promise<LoadedStore> {
  return loadStore({ source: 'generated', customers: 60, seed });
}

export async function openApi(options: TestApiOptions = {}): Promise<ApiUnderTest> {
  const { loaded: given, scopes = allScopes, ...rest } = options;
  const loaded = given ?? (await smallGeneratedStore());
  const workDir = rest.workDir ?? mkdtempSync(join(tmpdir(), 'standin-admin-api-'));
  const live = await LiveStore.open({ store: loaded.store, now: loaded.now, frozen: true });
  const log = new RequestLog();
  const bearer = (clientId: string): TokenBearer => ({ clientId, scopes: [...scopes], shopDomain: loaded.store.shop.domain });
  const apps = { appForToken: (token: string) => (token.startsWith('token-') ? bearer(token.slice('token-'.length)) : null), app: () => null };
  // A plan on which no test meets the limit unless it means to.
  const api = createAdminApi({ live, apps, log, restoreRate: 1_000_000, ...rest, workDir });

  const http: ApiUnderTest['http'] = (query, variables = {}, token = 'token-app') =>
    api.execute({ accessToken: token, body: { query, variables }, version: servedVersion, publicUrl: testUrl });
  const ask: ApiUnderTest['ask'] = async (query, variables) => JSON.parse((await http(query, variables)).body) as GraphqlAnswer;
  const data = async <T>(query: string, variables?: Record<string, unknown>): Promise<T> => {
    const answer = await ask(query, variables);
    if (answer.errors !== undefined) throw new Error(answer.errors.map((error) => error.message).join('\n'));
    return answer.data as T;
  };
  const bulkEnd = async (id: string): Promise<BulkEnd> => {
    for (;;) {
      const { bulkOperation } = await data<{ bulkOperation: BulkEnd }>(`query($id: ID!) { bulkOperation(id: $id) { ${bulkFields} } }`, { id });
      if (!['CREATED', 'RUNNING', 'CANCELING'].includes(bulkOperation.status)) return bulkOperation;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  return {
    api,
    live,
    log,
    workDir,
    http,
    ask,
    data,
    bulkEnd,
    bulk: async (query, groupObjects = false) => {
      const { bulkOperationRunQuery } = await data<{ bulkOperationRunQuery: { bulkOperation: { id: string } | null; userErrors: { message: string }[] } }>(
        `mutation($query: String!, $groupObjects: Boolean!) {
          bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) { bulkOperation { id } userErrors { field message } }
        }`,
        { query, groupObjects },
      );
      const { bulkOperation, userErrors } = bulkOperationRunQuery;
      if (bulkOperation === null) throw new Error(userErrors.map((error) => error.message).join('\n'));
      return bulkEnd(bulkOperation.id);
    },
    lines: async (url) => {
      const answer = await api.resultStream(url.slice(testUrl.length));
      if (answer.stream === null) throw new Error(`${answer.status}: ${answer.body}`);
      let text = '';
      for await (const piece of answer.stream) text += String(piece);
      return text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    close: async () => {
      await api.close();
      live.close();
      if (rest.workDir === undefined) rmSync(workDir, { recursive: true, force: true });
    },
  };
}
