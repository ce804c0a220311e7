import { describe, expect, it } from 'vitest';
import { addToTags, removeFromTags } from './tag-rules.ts';

describe('adding tags', () => {
  it('trims them, and leaves one that stands in any case as it is spelt', () => {
    expect(addToTags(['vip', 'Ärger'], [' VIP ', 'New', 'new', 'ÄRGER'])).toEqual({ tags: ['vip', 'Ärger', 'New'], changed: ['New'], userErrors: [] });
  });

  it('changes nothing at all when one of them is blank, has a comma or is too long', () => {
    for (const bad of ['', '  ', 'a,b', 'x'.repeat(256)]) {
      const existing = ['vip'];
      const change = addToTags(existing, ['Good', bad]);
      expect(change.tags).toBe(existing);
      expect(change.changed).toEqual([]);
      expect(change.userErrors).toHaveLength(1);
      expect(change.userErrors[0]?.field).toEqual(['tags']);
    }
  });

  it('counts characters, not UTF-16 units, up to 255', () => {
    expect(addToTags([], ['🫖'.repeat(255)]).userErrors).toEqual([]);
    expect(addToTags([], ['🫖'.repeat(256)]).userErrors).toHaveLength(1);
  });

  it('stops at 250 tags', () => {
    const full = Array.from({ length: 249 }, (_, i) => `tag ${i}`);
    expect(addToTags(full, ['one more']).tags).toHaveLength(250);
    expect(addToTags(full, ['one more', 'and another'])).toMatchObject({ changed: [], userErrors: [{ message: "Tags can't be more than 250" }] });
    expect(addToTags([...full, 'last'], ['TAG 3']).userErrors).toEqual([]);
  });
});

describe('removing tags', () => {
  it('goes by the name in any case and says what stood there', () => {
    expect(removeFromTags(['vip', 'Wholesale'], ['VIP', 'nothing'])).toEqual({ tags: ['Wholesale'], changed: ['vip'], userErrors: [] });
  });
});
