/** Mutations that change the store. They go through the live store, which keeps Shopify's rules and the journal. */
import { gidNumber } from '../../store/model.ts';
import type { StoreCustomer, StoreOrder, StoreProduct } from '../../store/model.ts';
import type { TaggableType } from '../../store/live-store.ts';
import { AccessDenied, BadRequest, NotServed } from '../errors.ts';
import { hasScope, writeScope } from '../scopes.ts';
import { servedType, Typed, withArgs } from '../serving.ts';
import type { Args, ServedField, ServedType, Serving } from '../serving.ts';

interface UserError {
  field: string[] | null;
  message: string;
}

interface TagsPayload {
  node: Typed | null;
  userErrors: UserError[];
}

const taggable: readonly TaggableType[] = ['Customer', 'Order', 'Product'];

function taggableObject(type: TaggableType, id: number, serving: Serving): StoreCustomer | StoreOrder | StoreProduct | undefined {
  if (type === 'Customer') return serving.live.customer(id);
  return type === 'Order' ? serving.live.order(id) : serving.live.product(id);
}

function changeTags(kind: 'tagsAdd' | 'tagsRemove', args: Args, serving: Serving): TagsPayload {
  const id = String(args.id);
  const type = taggable.find((one) => gidNumber(one, id) !== null);
  if (type === undefined) {
    if (!/^gid:\/\/shopify\/[A-Za-z]+\/\d+/.test(id)) throw new BadRequest(`Invalid global id '${id}'`);
    throw new NotServed(`${kind}(id: ${id})`);
  }
  const scope = writeScope(type);
  if (scope !== null && !hasScope(serving.app.scopes, scope)) throw new AccessDenied(kind, scope);
  const number = gidNumber(type, id) as number;
  const tags = Array.isArray(args.tags) ? args.tags.map(String) : [];
  const change = kind === 'tagsAdd' ? serving.live.addTags : serving.live.removeTags;
  const result = change.call(serving.live, type, number, tags, serving.app.clientId);
  if (result === 'not-found') return { node: null, userErrors: [{ field: ['id'], message: `${type} does not exist` }] };
  // Shopify gives the node back only when the call went through.
  const node = result.userErrors.length > 0 ? null : new Typed(type, taggableObject(type, number, serving));
  return { node, userErrors: result.userErrors };
}

const tagsPayload = servedType<TagsPayload>({
  node: (payload) => payload.node,
  userErrors: (payload) => payload.userErrors,
});

/** Every payload's userErrors: which of `code` and `elementIndex` there are, the schema says. */
export const userErrorType = servedType<UserError & { code?: string | null; elementIndex?: number | null }>({
  field: (error) => error.field,
  message: (error) => error.message,
  code: (error) => error.code ?? null,
  elementIndex: (error) => error.elementIndex ?? null,
});

export const storeMutations: Record<string, ServedField<unknown>> = {
  tagsAdd: withArgs(['id', 'tags'], (_, args, serving) => changeTags('tagsAdd', args, serving)),
  tagsRemove: withArgs(['id', 'tags'], (_, args, serving) => changeTags('tagsRemove', args, serving)),
};

export const storeMutationTypes: Record<string, ServedType> = {
  TagsAddPayload: tagsPayload,
  TagsRemovePayload: tagsPayload,
  UserError: userErrorType,
};
