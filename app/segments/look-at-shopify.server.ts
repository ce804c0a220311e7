import type { AdminClient } from '../shopify/admin-client.server.ts';
import { SegmentMembersCountDocument } from '../shopify/generated/segment-members-count.ts';
import { SegmentsByIdDocument } from '../shopify/generated/segments-by-id.ts';
import { SegmentsPageDocument } from '../shopify/generated/segments-page.ts';

/** A segment at Shopify; `id` is the number of its GID. */
export interface SeenSegment {
  id: string;
  name: string;
  query: string;
}

export function segmentGid(id: string): string {
  return `gid://shopify/Segment/${id}`;
}

/** The number of a segment's GID. */
export function segmentNumber(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1);
}

/** The newest segment at Shopify that asks exactly this; null when none does. */
export async function findSegmentByQuery(client: AdminClient, query: string, options: { signal?: AbortSignal } = {}): Promise<SeenSegment | null> {
  for (let after: string | null = null; ;) {
    const { segments }: { segments: { nodes: SeenSegment[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } } } = await client.request(SegmentsPageDocument, { after }, options);
    const found = segments.nodes.find((segment) => segment.query.trim() === query);
    if (found !== undefined) return { ...found, id: segmentNumber(found.id) };
    if (!segments.pageInfo.hasNextPage) return null;
    after = segments.pageInfo.endCursor ?? null;
  }
}

/** The segments with these numbers as they stand; who is not in the map is not there any more. */
export async function readSegments(client: AdminClient, ids: readonly string[], options: { signal?: AbortSignal } = {}): Promise<Map<string, SeenSegment>> {
  if (ids.length === 0) return new Map();
  const { nodes } = await client.request(SegmentsByIdDocument, { ids: ids.map(segmentGid) }, options);
  return new Map(nodes.flatMap((node): [string, SeenSegment][] => {
    if (node === null || !('query' in node)) return [];
    const id = segmentNumber(node.id);
    return [[id, { id, name: node.name, query: node.query }]];
  }));
}

/** How many customers Shopify counts in a segment. */
export async function countMembers(client: AdminClient, id: string, options: { signal?: AbortSignal } = {}): Promise<number> {
  const { customerSegmentMembers } = await client.request(SegmentMembersCountDocument, { segmentId: segmentGid(id) }, options);
  return customerSegmentMembers.totalCount;
}
