import { isAnApps, isOwn } from '../../store/metafield-definitions.ts';
import { digestOf } from '../../store/metafield-rules.ts';
import { gid } from '../../store/model.ts';
import type { StoreMetafield } from '../../store/model.ts';
import { connection, inOrder } from '../paging.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { Args, Serving, ServedField, ServedType } from '../serving.ts';

interface HasMetafields {
  metafields: StoreMetafield[];
}

/** The namespace that is the asking app's own. */
export function ownNamespace(serving: Serving): string {
  return `app--${serving.services.appNumber(serving.app.clientId)}`;
}

/** `$app:x` is the app's own namespace: Shopify stores it under the app's id. `$app` alone, or none given, likewise. */
export function resolvedNamespace(namespace: unknown, serving: Serving): string {
  const text = typeof namespace === 'string' && namespace !== '' ? namespace : '$app';
  const own = ownNamespace(serving);
  if (text === '$app') return own;
  return text.startsWith('$app:') ? `${own}--${text.slice('$app:'.length)}` : text;
}

/** `metafield(namespace, key)` and `metafields(namespace, keys)` of an owner. */
export const metafieldFields: Record<'metafield' | 'metafields', ServedField<HasMetafields>> = {
  metafield: withArgs(['namespace', 'key'], (owner, args, serving) => {
    const namespace = resolvedNamespace(args.namespace, serving);
    return visibleTo(owner, serving).find((metafield) => metafield.namespace === namespace && metafield.key === args.key) ?? null;
  }),
  metafields: connection<HasMetafields, StoreMetafield>(metafieldRows, ['namespace', 'keys']),
};

/** Values in another app's own namespace are hidden: its definitions show them to the merchant at most. */
function visibleTo(owner: HasMetafields, serving: Serving): StoreMetafield[] {
  const own = ownNamespace(serving);
  return owner.metafields.filter((metafield) => !isAnApps(metafield.namespace) || isOwn(metafield.namespace, own));
}

function metafieldRows(owner: HasMetafields, args: Args, serving: Serving) {
  const namespace = typeof args.namespace === 'string' ? resolvedNamespace(args.namespace, serving) : null;
  const keys = Array.isArray(args.keys) ? args.keys : null;
  const list = visibleTo(owner, serving).filter(
    (metafield) =>
      (namespace === null || metafield.namespace === namespace) &&
      (keys === null || keys.includes(metafield.key) || keys.includes(`${metafield.namespace}.${metafield.key}`)),
  );
  return inOrder(list, (metafield) => metafield.id, args);
}

export const metafieldTypes: Record<string, ServedType> = {
  Metafield: servedType<StoreMetafield>({
    id: (metafield) => gid('Metafield', metafield.id),
    legacyResourceId: (metafield) => String(metafield.id),
    namespace: (metafield) => metafield.namespace,
    key: (metafield) => metafield.key,
    type: (metafield) => metafield.type,
    value: (metafield) => metafield.value,
    compareDigest: digestOf,
    jsonValue: (metafield) => jsonValue(metafield),
    sizeInBytes: (metafield) => Buffer.byteLength(metafield.value),
    createdAt: (metafield) => dateTime(metafield.createdAt),
    updatedAt: (metafield) => dateTime(metafield.updatedAt),
  }),
};

function jsonValue(metafield: StoreMetafield): unknown {
  if (/^(json|boolean|number_integer|list\..*|money|rating|dimension|weight|volume)$/.test(metafield.type)) {
    try {
      return JSON.parse(metafield.value);
    } catch {
      return metafield.value;
    }
  }
  return metafield.value;
}
