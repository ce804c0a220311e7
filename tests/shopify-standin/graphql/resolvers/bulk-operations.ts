import { gid, gidNumber } from '../../store/model.ts';
import { BadRequest, NotServed } from '../errors.ts';
import { connection } from '../paging.ts';
import { compileSearch, numberFilter, textFilter, timeFilter } from '../search.ts';
import type { Filters } from '../search.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';
import type { BulkOperation, BulkStart, StagedTarget } from '../services.ts';
import { userErrorType } from './mutations.ts';

const filters: Filters<BulkOperation> = {
  id: numberFilter('id', (operation) => operation.id),
  created_at: timeFilter('created_at', (operation) => operation.createdAt),
  status: textFilter('status', (operation) => operation.status),
  operation_type: textFilter('operation_type', (operation) => operation.type),
};

function rows(_: unknown, args: Args, serving: Serving): Rows<BulkOperation> {
  const sortKey = String(args.sortKey ?? 'CREATED_AT');
  if (sortKey !== 'CREATED_AT') throw new NotServed(`bulkOperations(sortKey: ${sortKey})`);
  return {
    list: serving.services.bulk.of(serving.app.clientId),
    id: (operation) => operation.id,
    value: (operation) => operation.createdAt,
    keep: compileSearch(args.query, filters, 'bulkOperations'),
    reverse: args.reverse === true,
  };
}

function operationId(args: Args): number {
  const id = gidNumber('BulkOperation', String(args.id));
  if (id === null) throw new BadRequest(`Invalid global id '${String(args.id)}'`);
  return id;
}

export const bulkRoots: Record<string, ServedField<unknown>> = {
  bulkOperation: withArgs(['id'], (_, args, serving) => serving.services.bulk.get(operationId(args), serving.app.clientId)),
  bulkOperations: connection(rows, ['query', 'sortKey']),
  currentBulkOperation: withArgs(['type'], (_, args, serving) => {
    const type = args.type ?? 'QUERY';
    return serving.services.bulk.of(serving.app.clientId).findLast((operation) => operation.type === type) ?? null;
  }),
};

const finished = ['COMPLETED', 'FAILED', 'CANCELED'];

export const bulkMutations: Record<string, ServedField<unknown>> = {
  bulkOperationRunQuery: withArgs(['query', 'groupObjects'], (_, args, serving) =>
    serving.services.bulk.runQuery({ query: String(args.query), groupObjects: args.groupObjects === true }, serving),
  ),
  // groupObjects is deprecated and without effect here, clientIdentifier only a name that can be searched by.
  bulkOperationRunMutation: withArgs(['mutation', 'stagedUploadPath', 'clientIdentifier', 'groupObjects'], (_, args, serving) =>
    serving.services.bulk.runMutation({ mutation: String(args.mutation), stagedUploadPath: String(args.stagedUploadPath) }, serving),
  ),
  bulkOperationCancel: withArgs(['id'], (_, args, serving): BulkStart => {
    const id = operationId(args);
    const standing = serving.services.bulk.get(id, serving.app.clientId);
    if (standing === null) return { operation: null, userErrors: [{ field: ['id'], message: 'Bulk operation does not exist', code: null }] };
    if (finished.includes(standing.status)) {
      const message = `A bulk operation cannot be canceled when it is ${standing.status.toLowerCase()}`;
      return { operation: standing, userErrors: [{ field: null, message, code: null }] };
    }
    return { operation: serving.services.bulk.cancel(id, serving.app.clientId), userErrors: [] };
  }),
  stagedUploadsCreate: withArgs(['input'], (_, args, serving) => stagedUploadsCreate(args, serving)),
};

interface StagedPayload {
  stagedTargets: StagedTarget[] | null;
  userErrors: { field: string[] | null; message: string }[];
}

/** 100 MB, Shopify's limit for a file of bulk mutation variables. */
export const mostUploadBytes = 100 * 1024 * 1024;

function stagedUploadsCreate(args: Args, serving: Serving): StagedPayload {
  const inputs = (Array.isArray(args.input) ? args.input : []) as Record<string, unknown>[];
  const userErrors: StagedPayload['userErrors'] = [];
  inputs.forEach((input, index) => {
    if (input.resource !== 'BULK_MUTATION_VARIABLES') throw new NotServed(`stagedUploadsCreate(resource: ${String(input.resource)})`);
    if (input.httpMethod !== undefined && input.httpMethod !== null && input.httpMethod !== 'POST') {
      throw new NotServed(`stagedUploadsCreate(httpMethod: ${String(input.httpMethod)}) for BULK_MUTATION_VARIABLES`);
    }
    if (Number(input.fileSize ?? 0) > mostUploadBytes) {
      userErrors.push({ field: ['input', String(index), 'fileSize'], message: 'File size is too large, maximum is 100 MB' });
    }
  });
  if (userErrors.length > 0) return { stagedTargets: null, userErrors };
  const stagedTargets = inputs.map((input) =>
    serving.services.uploads.create({ filename: String(input.filename), mimeType: String(input.mimeType), publicUrl: serving.publicUrl }),
  );
  return { stagedTargets, userErrors };
}

const startPayload = servedType<BulkStart>({
  bulkOperation: (start) => start.operation,
  userErrors: (start) => start.userErrors,
});

export const bulkTypes: Record<string, ServedType> = {
  BulkOperation: servedType<BulkOperation>({
    id: (operation) => gid('BulkOperation', operation.id),
    type: (operation) => operation.type,
    status: (operation) => operation.status,
    query: (operation) => operation.query,
    errorCode: (operation) => operation.errorCode,
    createdAt: (operation) => dateTime(operation.createdAt),
    completedAt: (operation) => dateTime(operation.completedAt),
    objectCount: (operation) => String(operation.objectCount),
    rootObjectCount: (operation) => String(operation.rootObjectCount),
    fileSize: (operation) => (operation.fileSize === null ? null : String(operation.fileSize)),
    url: (operation, _, serving) => (operation.partial ? null : serving.services.bulk.resultUrl(operation, serving.publicUrl)),
    partialDataUrl: (operation, _, serving) => (operation.partial ? serving.services.bulk.resultUrl(operation, serving.publicUrl) : null),
  }),
  BulkOperationRunQueryPayload: startPayload,
  BulkOperationRunMutationPayload: startPayload,
  BulkOperationCancelPayload: startPayload,
  BulkOperationUserError: userErrorType,
  BulkMutationUserError: userErrorType,
  StagedUploadsCreatePayload: servedType<StagedPayload>({
    stagedTargets: (payload) => payload.stagedTargets,
    userErrors: (payload) => payload.userErrors,
  }),
  StagedMediaUploadTarget: servedType<StagedTarget>({
    url: (target) => target.url,
    resourceUrl: (target) => target.resourceUrl,
    parameters: (target) => target.parameters,
  }),
  StagedUploadParameter: servedType<StagedTarget['parameters'][number]>({
    name: (parameter) => parameter.name,
    value: (parameter) => parameter.value,
  }),
};
