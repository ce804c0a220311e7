import { gid } from '../../store/model.ts';
import type { StoreMetafield } from '../../store/model.ts';
import { connection, inOrder } from '../paging.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { Args, Serving, ServedField, ServedType } from '../serving.ts';

interface HasMetafields {
  metafields: StoreMetafield[];
}

/** `$app:x` is the app's own namespace: Shopify stores it under the app's id. `$app` alone, or none given, likewise. */
export function resolvedNamespace(namespace: unknown, serving: Serving): string {
  const text = typeof namespace === 'string' && namespace !== '' ? namespace : '$app';
  const own = `app--${serving.services.appNumber(serving.app.clientId)}`;
  if (text === '$app') return own;
  return text.startsWith('$app:') ? `${own}--${text.slice('$app:'.length)}` : text;
}

/** `metafield(namespace, key)` and `metafields(namespace, keys)` of an owner. */
export const metafieldFields: Record<'metafield' | 'metafields', ServedField<HasMetafields>> = {
  metafield: withArgs(['namespace', 'key'], (owner, args, serving) => {
    const namespace = resolvedNamespace(args.namespace, serving);
    return owner.metafields.find((metafield) => metafield.namespace === namespace && metafield.key === args.key) ?? null;
  }),
  metafields: connection<HasMetafields, StoreMetafield>(metafieldRows, ['namespace', 'keys']),
};

function metafieldRows(owner: HasMetafields, args: Args, serving: Serving) {
  const namespace = typeof args.namespace === 'string' ? resolvedNamespace(args.namespace, serving) : null;
  const keys = Array.isArray(args.keys) ? args.keys : null;
  const list = owner.metafields.filter(
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
