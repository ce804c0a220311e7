/** An object that is to be read in full by its id, with how many children it is thought to have. */
export interface FullReadWanted {
  id: string;
  children: number;
}

export interface FullReadBatch {
  ids: string[];
  /** How many children of each are asked for; the rest comes page by page. */
  children: number;
}

/** Points that one query may ask for: half of what Shopify allows, so that several fit in a standard shop's bucket. */
const MOST_POINTS = 480;
/** `nodes` takes no more ids. */
const MOST_IDS = 250;

/** What a query costs for each object, by Shopify's published rules (shopify.dev/docs/api/usage/limits): a test counts the real queries. */
export const FULL_READ_POINTS = {
  orders: { object: 38, child: 17, mostChildren: 25 },
  customers: { object: 7, child: 0, mostChildren: 0 },
  products: { object: 6, child: 1, mostChildren: 100 },
} as const;

/** Puts objects with a like number of children together, so that each query asks for no more than it needs. */
export function fullReadBatches(kind: keyof typeof FULL_READ_POINTS, wanted: readonly FullReadWanted[]): FullReadBatch[] {
  const { object, child, mostChildren } = FULL_READ_POINTS[kind];
  const open = new Map<number, FullReadBatch>();
  const batches: FullReadBatch[] = [];
  for (const one of wanted) {
    const children = Math.min(mostChildren, roundedUp(Math.max(1, one.children)));
    let batch = open.get(children);
    if (batch === undefined || batch.ids.length >= MOST_IDS || (batch.ids.length + 1) * (object + child * children) > MOST_POINTS) {
      batch = { ids: [], children };
      open.set(children, batch);
      batches.push(batch);
    }
    batch.ids.push(one.id);
  }
  return batches;
}

/** The next of 1, 2, 4, 8, ... */
function roundedUp(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}
