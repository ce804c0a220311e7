/** Metafields set and deleted, and their definitions made, listed and deleted. */
import { gid, gidNumber } from '../../store/model.ts';
import type { MetafieldOwnerType } from '../../store/model.ts';
import type { StoreMetafield } from '../../store/model.ts';
import { isAnApps, isOwn, type DefinitionError, type NewDefinition, type StoreMetafieldDefinition } from '../../store/metafield-definitions.ts';
import { AccessDenied, BadRequest, NotServed } from '../errors.ts';
import { connection, inOrder } from '../paging.ts';
import { hasScope, readScope, writeScope } from '../scopes.ts';
import { servedType, withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';
import { ownNamespace, resolvedNamespace } from './metafields.ts';
import { userErrorType } from './mutations.ts';

/** Most items that Shopify takes in a list that has no limit of its own. */
const MOST_ITEMS = 250;
const OWNERS: Readonly<Record<string, MetafieldOwnerType>> = { CUSTOMER: 'Customer', PRODUCT: 'Product' };

type Input = Record<string, unknown>;

/** @throws NotServed for what the input asks for beside these fields */
function onlyFields(input: Input, type: string, known: readonly string[]): void {
  for (const [name, value] of Object.entries(input)) if (!known.includes(name) && value !== null && value !== undefined && value !== false) throw new NotServed(`${type}.${name}`);
}

function mayWrite(type: MetafieldOwnerType, field: string, serving: Serving): void {
  const scope = writeScope(type);
  if (scope !== null && !hasScope(serving.app.scopes, scope)) throw new AccessDenied(field, scope);
}

/** The kind of owner that a GID names. */
function ownerOf(id: unknown, field: string, serving: Serving): string {
  const ownerId = String(id);
  const type = /^gid:\/\/shopify\/([A-Za-z]+)\/\d+/.exec(ownerId)?.[1];
  if (type !== 'Customer' && type !== 'Product') throw new NotServed(`${field}(ownerId: ${ownerId})`);
  mayWrite(type, field, serving);
  return ownerId;
}

interface SetPayload {
  metafields: StoreMetafield[] | null;
  userErrors: { field: string[] | null; message: string; code: string; elementIndex: number | null }[];
}

function metafieldsSet(args: Args, serving: Serving): SetPayload {
  const given = (Array.isArray(args.metafields) ? args.metafields : []) as Input[];
  if (given.some((input) => isInstallation(input.ownerId))) return setAppData(given, serving);
  const inputs = given.map((input) => {
    onlyFields(input, 'MetafieldsSetInput', ['ownerId', 'namespace', 'key', 'type', 'value', 'compareDigest']);
    return {
      ownerId: ownerOf(input.ownerId, 'metafieldsSet', serving), namespace: resolvedNamespace(input.namespace, serving), key: String(input.key),
      type: typeof input.type === 'string' ? input.type : null, value: String(input.value),
      ...(input.compareDigest === undefined ? {} : { compareDigest: input.compareDigest as string | null }),
    };
  });
  const result = serving.live.metafields.set(inputs, ownNamespace(serving));
  return { metafields: result.userErrors.length > 0 ? null : result.metafields.map((set) => set.metafield), userErrors: result.userErrors };
}

function isInstallation(id: unknown): boolean {
  return String(id).startsWith('gid://shopify/AppInstallation/');
}

/** Metafields of the asking app's own installation: no scope is asked for, and nobody else's can be named. */
function setAppData(given: Input[], serving: Serving): SetPayload {
  const app = serving.services.appNumber(serving.app.clientId);
  const inputs = given.map((input) => {
    onlyFields(input, 'MetafieldsSetInput', ['ownerId', 'namespace', 'key', 'type', 'value']);
    if (input.ownerId !== gid('AppInstallation', app)) throw new NotServed(`metafieldsSet(ownerId: ${String(input.ownerId)}) beside the app's own installation`);
    return { ownerId: String(input.ownerId), namespace: resolvedNamespace(input.namespace, serving), key: String(input.key), type: typeof input.type === 'string' ? input.type : null, value: String(input.value) };
  });
  const { metafields, userErrors } = serving.live.appData.set(app, inputs);
  return { metafields: userErrors.length > 0 ? null : metafields, userErrors };
}

interface DeletePayload {
  deletedMetafields: ({ ownerId: string; namespace: string; key: string } | null)[] | null;
  userErrors: { field: string[] | null; message: string }[];
}

function metafieldsDelete(args: Args, serving: Serving): DeletePayload {
  const given = (Array.isArray(args.metafields) ? args.metafields : []) as Input[];
  if (given.length > MOST_ITEMS) throw new BadRequest(`The input array size of ${given.length} is greater than the maximum allowed of ${MOST_ITEMS}.`);
  const identifiers = given.map((input) => ({ ownerId: ownerOf(input.ownerId, 'metafieldsDelete', serving), namespace: resolvedNamespace(input.namespace, serving), key: String(input.key) }));
  const foreign = identifiers.findIndex((one) => isAnApps(one.namespace) && !isOwn(one.namespace, ownNamespace(serving)));
  if (foreign >= 0) return { deletedMetafields: null, userErrors: [{ field: ['metafields', String(foreign)], message: 'Access to this namespace and key on Metafields for this resource type is not allowed.' }] };
  const removed = serving.live.metafields.remove(identifiers);
  return { deletedMetafields: identifiers.map((one, at) => (removed[at] === true ? one : null)), userErrors: [] };
}

function ownerType(word: unknown, field: string): MetafieldOwnerType {
  const type = OWNERS[String(word)];
  if (type === undefined) throw new NotServed(`${field}(ownerType: ${String(word)})`);
  return type;
}

interface DefinitionPayload {
  definition: StoreMetafieldDefinition | null;
  userErrors: DefinitionError[];
}

function definitionCreate(args: Args, serving: Serving): DefinitionPayload {
  const input = args.definition as Input;
  onlyFields(input, 'MetafieldDefinitionInput', ['access', 'description', 'key', 'name', 'namespace', 'ownerType', 'pin', 'type']);
  const access = (input.access ?? {}) as Input;
  onlyFields(access, 'MetafieldAccessInput', ['admin', 'storefront']);
  const type = ownerType(input.ownerType, 'metafieldDefinitionCreate');
  mayWrite(type, 'metafieldDefinitionCreate', serving);
  const given: NewDefinition = {
    ownerType: type, namespace: resolvedNamespace(input.namespace, serving), key: String(input.key), name: String(input.name), type: String(input.type),
    description: typeof input.description === 'string' ? input.description : null, admin: (access.admin ?? null) as NewDefinition['admin'], storefront: access.storefront === 'PUBLIC_READ' ? 'PUBLIC_READ' : 'NONE', pin: input.pin === true,
  };
  return serving.live.metafields.define(given, ownNamespace(serving));
}

/** By namespace and key, as apps ask for it; ids of templates are not served. */
function standardEnable(args: Args, serving: Serving): DefinitionPayload {
  const type = ownerType(args.ownerType, 'standardMetafieldDefinitionEnable');
  mayWrite(type, 'standardMetafieldDefinitionEnable', serving);
  return serving.live.metafields.enable({ ownerType: type, namespace: String(args.namespace), key: String(args.key) });
}

function standing(args: Args, field: string, serving: Serving): StoreMetafieldDefinition | undefined {
  const found = typeof args.id === 'string' ? serving.live.metafields.definitions().get(gidNumber('MetafieldDefinition', args.id) ?? -1) : byIdentifier(args.identifier as Input | null | undefined, field, serving);
  return found !== undefined && isVisible(found.namespace, serving) ? found : undefined;
}

function byIdentifier(identifier: Input | null | undefined, field: string, serving: Serving): StoreMetafieldDefinition | undefined {
  if (identifier === null || identifier === undefined) throw new BadRequest(`${field} needs an id or an identifier.`);
  return serving.live.metafields.definitions().find(ownerType(identifier.ownerType, field), resolvedNamespace(identifier.namespace, serving), String(identifier.key));
}

/** Another app's definitions are its own business. */
function isVisible(namespace: string, serving: Serving): boolean {
  return !isAnApps(namespace) || isOwn(namespace, ownNamespace(serving));
}

function definitionDelete(args: Args, serving: Serving): DefinitionPayload {
  const found = standing(args, 'metafieldDefinitionDelete', serving);
  if (found === undefined) return { definition: null, userErrors: [{ field: ['id'], message: 'Definition not found.', code: 'NOT_FOUND' }] };
  mayWrite(found.ownerType, 'metafieldDefinitionDelete', serving);
  const { userErrors } = serving.live.metafields.undefine(found, args.deleteAllAssociatedMetafields === true);
  return { definition: userErrors.length > 0 ? null : found, userErrors };
}

function definitionRows(_: unknown, args: Args, serving: Serving): Rows<StoreMetafieldDefinition> {
  const type = ownerType(args.ownerType, 'metafieldDefinitions');
  const scope = readScope(type);
  if (scope !== null && !hasScope(serving.app.scopes, scope)) throw new AccessDenied('metafieldDefinitions', scope);
  const namespace = typeof args.namespace === 'string' ? resolvedNamespace(args.namespace, serving) : null;
  const list = serving.live.metafields.definitions().all().filter((one) =>
    one.ownerType === type && isVisible(one.namespace, serving) && (namespace === null || one.namespace === namespace) && (typeof args.key !== 'string' || one.key === args.key));
  return inOrder(list, (one) => one.id, args);
}

const wordOf = (type: MetafieldOwnerType): string => type.toUpperCase();

export const metafieldRoots: Record<string, ServedField<unknown>> = {
  metafieldDefinitions: connection(definitionRows, ['ownerType', 'namespace', 'key']),
  metafieldDefinition: withArgs(['id', 'identifier'], (_, args, serving) => standing(args, 'metafieldDefinition', serving) ?? null),
};

export const metafieldMutations: Record<string, ServedField<unknown>> = {
  metafieldsSet: withArgs(['metafields'], (_, args, serving) => metafieldsSet(args, serving)),
  metafieldsDelete: withArgs(['metafields'], (_, args, serving) => metafieldsDelete(args, serving)),
  metafieldDefinitionCreate: withArgs(['definition'], (_, args, serving) => definitionCreate(args, serving)),
  standardMetafieldDefinitionEnable: withArgs(['ownerType', 'namespace', 'key'], (_, args, serving) => standardEnable(args, serving)),
  metafieldDefinitionDelete: withArgs(['id', 'identifier', 'deleteAllAssociatedMetafields'], (_, args, serving) => definitionDelete(args, serving)),
};

export const metafieldMutationTypes: Record<string, ServedType> = {
  MetafieldsSetPayload: servedType<SetPayload>({ metafields: (payload) => payload.metafields, userErrors: (payload) => payload.userErrors }),
  MetafieldsSetUserError: userErrorType,
  MetafieldsDeletePayload: servedType<DeletePayload>({ deletedMetafields: (payload) => payload.deletedMetafields, userErrors: (payload) => payload.userErrors }),
  MetafieldIdentifier: servedType<{ ownerId: string; namespace: string; key: string }>({ ownerId: (one) => one.ownerId, namespace: (one) => one.namespace, key: (one) => one.key }),
  MetafieldDefinition: servedType<StoreMetafieldDefinition>({
    id: (one) => gid('MetafieldDefinition', one.id),
    namespace: (one) => one.namespace,
    key: (one) => one.key,
    name: (one) => one.name,
    description: (one) => one.description,
    ownerType: (one) => wordOf(one.ownerType),
    pinnedPosition: (one) => one.pinnedPosition,
    type: (one) => one,
    access: (one) => one,
    metafieldsCount: withArgs([], (one, _, serving) => serving.live.metafields.valuesOf(one)),
  }),
  MetafieldDefinitionType: servedType<StoreMetafieldDefinition>({ name: (one) => one.type }),
  MetafieldAccess: servedType<StoreMetafieldDefinition>({ admin: (one) => one.admin, storefront: (one) => one.storefront }),
  MetafieldDefinitionCreatePayload: servedType<DefinitionPayload>({ createdDefinition: (payload) => payload.definition, userErrors: (payload) => payload.userErrors }),
  MetafieldDefinitionCreateUserError: userErrorType,
  StandardMetafieldDefinitionEnablePayload: servedType<DefinitionPayload>({ createdDefinition: (payload) => payload.definition, userErrors: (payload) => payload.userErrors }),
  StandardMetafieldDefinitionEnableUserError: userErrorType,
  MetafieldDefinitionDeletePayload: servedType<DefinitionPayload>({
    deletedDefinition: (payload) => payload.definition,
    deletedDefinitionId: (payload) => (payload.definition === null ? null : gid('MetafieldDefinition', payload.definition.id)),
    userErrors: (payload) => payload.userErrors,
  }),
  MetafieldDefinitionIdentifier: servedType<StoreMetafieldDefinition>({ key: (one) => one.key, namespace: (one) => one.namespace, ownerType: (one) => wordOf(one.ownerType) }),
  MetafieldDefinitionDeleteUserError: userErrorType,
};
