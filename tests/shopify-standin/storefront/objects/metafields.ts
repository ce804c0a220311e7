import type { StoreMetafield } from '../../store/model.ts';
import { constants, LiquidObject } from '../liquid-object.ts';

export interface MetafieldPlace {
  /** `app--<id>`: what `$app` stands for in an app's own Liquid; null in the theme's, which may not write `$app`. */
  own: string | null;
  /** What a reference points to; null where it is gone or not to be seen. */
  reference: (gid: string) => unknown;
}

/** `owner.metafields`: namespaces of keys. What is not there is nil, as at Shopify. */
export function metafieldsObject(metafields: readonly StoreMetafield[], place: MetafieldPlace): LiquidObject {
  return new LiquidObject('metafields', {}, { other: (asked) => {
    const namespace = resolved(asked, place.own);
    const mine = metafields.filter((one) => one.namespace === namespace);
    return mine.length === 0 ? null : new LiquidObject('metafields namespace', {}, { other: (key) => metafieldObject(mine.find((one) => one.key === key), place) });
  } });
}

function resolved(namespace: string, own: string | null): string {
  if (own === null || !namespace.startsWith('$app')) return namespace;
  return namespace === '$app' ? own : `${own}--${namespace.slice('$app:'.length)}`;
}

function metafieldObject(metafield: StoreMetafield | undefined, place: MetafieldPlace): LiquidObject | null {
  if (metafield === undefined) return null;
  const value = (): unknown => valueOf(metafield, place);
  return new LiquidObject('metafield', { ...constants({ type: metafield.type, 'list?': metafield.type.startsWith('list.') }), value }, { text: () => metafield.value, json: () => metafield.value });
}

function valueOf({ type, value }: StoreMetafield, place: MetafieldPlace): unknown {
  if (type.endsWith('_reference')) {
    const ids = type.startsWith('list.') ? (JSON.parse(value) as string[]) : [value];
    const found = ids.map(place.reference).filter((one) => one !== null);
    return type.startsWith('list.') ? found : (found[0] ?? null);
  }
  if (type === 'boolean' || type === 'json' || type.startsWith('number_') || type.startsWith('list.')) return JSON.parse(value) as unknown;
  return value;
}
