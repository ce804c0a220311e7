import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { heldDataTable } from './held-data-table.ts';

describe('docs/privacy.md', () => {
  it('has the table of what is kept, as the code goes through it', () => {
    // Replace the table there by this one where the list has changed.
    expect(readFileSync('docs/privacy.md', 'utf8')).toContain(heldDataTable());
  });
});
