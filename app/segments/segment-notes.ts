import type { SegmentNote } from './segment-view.ts';

export interface StandingSegment {
  ours: boolean;
  wroteName: string;
  wroteQuery: string;
  name: string;
  query: string;
  goneAt: Date | null;
}

/** Whether the merchant has made nothing else of a segment. */
export function isAsWritten(segment: Pick<StandingSegment, 'wroteName' | 'wroteQuery' | 'name' | 'query'>): boolean {
  return segment.name === segment.wroteName && segment.query === segment.wroteQuery;
}

/**
 * What became of a segment since it was written.
 * @param wantedQuery what it would ask for now; null where no query can say it
 */
export function segmentNotes(segment: StandingSegment, wantedQuery: string | null): SegmentNote[] {
  if (segment.goneAt !== null) return [{ kind: 'gone', at: segment.goneAt.toISOString() }];
  const notes: SegmentNote[] = [];
  if (segment.name !== segment.wroteName) notes.push({ kind: 'renamed', from: segment.wroteName });
  // What the merchant made of it is theirs: it is then no matter of a tag's new name.
  if (segment.query !== segment.wroteQuery) notes.push({ kind: 'changed' });
  else if (wantedQuery !== null && segment.query !== wantedQuery) notes.push({ kind: 'old-tag' });
  return notes;
}
