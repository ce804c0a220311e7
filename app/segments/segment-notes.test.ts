import { describe, expect, it } from 'vitest';
import { segmentNotes, type StandingSegment } from './segment-notes.ts';

const asWritten: StandingSegment = { ours: true, wroteName: 'VIP', wroteQuery: 'q', name: 'VIP', query: 'q', goneAt: null };

describe('what became of a segment', () => {
  it('is nothing while it stands as it was written and its tag keeps its name', () => {
    expect(segmentNotes(asWritten, 'q')).toEqual([]);
    expect(segmentNotes(asWritten, null)).toEqual([]);
  });

  it('tells a new name, changed conditions, and a tag with another name by now', () => {
    expect(segmentNotes({ ...asWritten, name: 'Best' }, 'q')).toEqual([{ kind: 'renamed', from: 'VIP' }]);
    expect(segmentNotes({ ...asWritten, query: 'other' }, 'q2')).toEqual([{ kind: 'changed' }]);
    expect(segmentNotes(asWritten, 'q2')).toEqual([{ kind: 'old-tag' }]);
  });

  it('of one that was deleted at Shopify says that alone', () => {
    expect(segmentNotes({ ...asWritten, name: 'Best', goneAt: new Date(0) }, 'q2')).toEqual([{ kind: 'gone', at: '1970-01-01T00:00:00.000Z' }]);
  });
});
