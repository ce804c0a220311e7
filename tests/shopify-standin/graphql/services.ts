/** What resolvers use beside the store. Interfaces only, so that resolvers depend on none of the machinery behind. */
import type { AppRegistry, TokenBearer } from '../apps.ts';

export interface Services {
  apps: AppRegistry;
  /** A number that always stands for the same app, as Shopify's app ids do. */
  appNumber(clientId: string): number;
  webhooks: WebhookSubscriptions;
  uploads: StagedUploads;
  bulk: BulkOperations;
  /** The theme in use; null where there is no storefront. */
  theme: ServedTheme | null;
}

export interface ServedTheme {
  id: number;
  name: string;
  /** Its JSON by file name. */
  files(): ReadonlyMap<string, string>;
}

export interface WebhookSubscription {
  id: number;
  clientId: string;
  topic: string;
  uri: string;
  format: string;
  filter: string | null;
  includeFields: string[];
  metafieldNamespaces: string[];
  name: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface WebhookSubscriptions {
  of(clientId: string): WebhookSubscription[];
  create(subscription: Omit<WebhookSubscription, 'id'>): WebhookSubscription;
  update(id: number, change: Partial<WebhookSubscription>): WebhookSubscription | null;
  remove(id: number): void;
}

export interface StagedTarget {
  url: string;
  resourceUrl: string | null;
  parameters: { name: string; value: string }[];
}

export interface StagedUploads {
  /** A place for one file of bulk mutation variables; `mimeType` comes back as the upload's Content-Type. */
  create(options: { filename: string; mimeType: string; publicUrl: string }): StagedTarget;
}

export type BulkStatus = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELING' | 'CANCELED';
export type BulkErrorCode = 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT';

export interface BulkOperation {
  id: number;
  clientId: string;
  type: 'QUERY' | 'MUTATION';
  status: BulkStatus;
  query: string;
  errorCode: BulkErrorCode | null;
  createdAt: number;
  completedAt: number | null;
  objectCount: number;
  rootObjectCount: number;
  /** Bytes of the result; null while there is none. */
  fileSize: number | null;
  /** Name of the result file; `partial` when the run did not reach its end. */
  file: string | null;
  partial: boolean;
}

export interface BulkUserError {
  field: string[] | null;
  message: string;
  code: string | null;
}
export type BulkStart = { operation: BulkOperation | null; userErrors: BulkUserError[] };

/** On whose behalf a bulk operation runs, and the address under which its files will be asked for. */
export interface BulkCaller {
  app: TokenBearer;
  publicUrl: string;
}

export interface BulkOperations {
  runQuery(options: { query: string; groupObjects: boolean }, caller: BulkCaller): BulkStart;
  runMutation(options: { mutation: string; stagedUploadPath: string }, caller: BulkCaller): BulkStart;
  cancel(id: number, clientId: string): BulkOperation | null;
  get(id: number, clientId: string): BulkOperation | null;
  of(clientId: string): BulkOperation[];
  /** A signed address of the operation's result under `publicUrl`; null when it has none. */
  resultUrl(operation: BulkOperation, publicUrl: string): string | null;
}
