/** The whole table of what is served, and how one field of it is resolved. */
import { getNamedType, isObjectType } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import { AccessDenied, NotServed } from './errors.ts';
import { readScope, hasScope } from './scopes.ts';
import { servedType, Typed } from './serving.ts';
import type { Args, ServedField, ServedType, Serving } from './serving.ts';
import { addressTypes } from './resolvers/addresses.ts';
import { bulkMutations, bulkRoots, bulkTypes } from './resolvers/bulk-operations.ts';
import { countTypes } from './resolvers/counts.ts';
import { customerMergeMutations, customerMergeTypes } from './resolvers/customer-merge.ts';
import { customerRoots, customerTypes } from './resolvers/customers.ts';
import { deletionRoots, deletionTypes } from './resolvers/deletion-events.ts';
import { lineItemTypes } from './resolvers/line-items.ts';
import { metafieldMutations, metafieldMutationTypes, metafieldRoots } from './resolvers/metafield-mutations.ts';
import { metafieldTypes } from './resolvers/metafields.ts';
import { moneyTypes } from './resolvers/money.ts';
import { storeMutations, storeMutationTypes } from './resolvers/mutations.ts';
import { nodeRoots } from './resolvers/nodes.ts';
import { orderOriginTypes } from './resolvers/order-origin.ts';
import { orderRoots } from './resolvers/order-rows.ts';
import { orderTypes } from './resolvers/orders.ts';
import { productRoots, productTypes } from './resolvers/products.ts';
import { refundTypes } from './resolvers/refunds.ts';
import { returnTypes } from './resolvers/returns.ts';
import { segmentMutations, segmentRoots, segmentTypes } from './resolvers/segments.ts';
import { shopRoots, shopTypes } from './resolvers/shop.ts';
import { themeRoots, themeTypes } from './resolvers/themes.ts';
import { webhookMutations, webhookRoots, webhookTypes } from './resolvers/webhooks.ts';

const types: Record<string, ServedType> = {
  QueryRoot: servedType({ ...shopRoots, ...customerRoots, ...orderRoots, ...productRoots, ...nodeRoots, ...bulkRoots, ...segmentRoots, ...metafieldRoots, ...themeRoots, ...webhookRoots, ...deletionRoots }),
  Mutation: servedType({ ...storeMutations, ...metafieldMutations, ...customerMergeMutations, ...bulkMutations, ...segmentMutations, ...webhookMutations }),
  ...addressTypes,
  ...bulkTypes,
  ...countTypes,
  ...customerMergeTypes,
  ...customerTypes,
  ...deletionTypes,
  ...lineItemTypes,
  ...metafieldMutationTypes,
  ...metafieldTypes,
  ...moneyTypes,
  ...orderOriginTypes,
  ...orderTypes,
  ...productTypes,
  ...refundTypes,
  ...returnTypes,
  ...segmentTypes,
  ...shopTypes,
  ...storeMutationTypes,
  ...themeTypes,
  ...webhookTypes,
};

const pageFields: readonly [suffix: RegExp, fields: readonly string[]][] = [
  [/Connection$/, ['edges', 'nodes', 'pageInfo']],
  [/Edge$/, ['cursor', 'node']],
  [/^PageInfo$/, ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor']],
];

/** The table's entry for a field; undefined when it is not served. Pages hold their fields as properties. */
export function servedField(type: string, field: string): ServedField<unknown> | undefined {
  const entry = Object.hasOwn(types, type) ? types[type]?.[field] : undefined;
  if (entry !== undefined) return entry;
  for (const [suffix, fields] of pageFields) {
    if (suffix.test(type) && fields.includes(field)) {
      return { args: [], resolve: (object) => (object as Record<string, unknown>)[field] };
    }
  }
  return undefined;
}

/** Types of the table with their fields: for the stand-in's README, and for the test that holds it against the schema. */
export function servedTable(): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(types).map(([type, fields]) => [type, Object.keys(fields)]));
}

export type ResolveField = (object: unknown, args: Args, serving: Serving) => unknown;

const resolvers = new Map<string, ResolveField>();

/** How a field is resolved: the table's resolver behind the access scope that its type needs. */
export function fieldResolver(parent: GraphQLObjectType, name: string): ResolveField {
  const key = `${parent.name}.${name}`;
  const known = resolvers.get(key);
  if (known !== undefined) return known;
  const served = servedField(parent.name, name);
  const definition = parent.getFields()[name];
  if (served === undefined || definition === undefined) throw new NotServed(key);
  const { resolve } = served;
  const type = getNamedType(definition.type);
  const scope = isObjectType(type) && !/(Connection|Edge)$/.test(parent.name) ? readScope(type.name) : null;
  const resolver: ResolveField =
    scope === null
      ? (object, args, serving) => resolve(untyped(object), args, serving)
      : (object, args, serving) => {
          if (!hasScope(serving.app.scopes, scope)) throw new AccessDenied(name, scope);
          return resolve(untyped(object), args, serving);
        };
  resolvers.set(key, resolver);
  return resolver;
}

function untyped(object: unknown): unknown {
  return object instanceof Typed ? object.object : object;
}
