import { describe, expect, it } from 'vitest';
import { stepOfAddress } from './first-steps.ts';

describe('a first step', () => {
  it('is told by the address that is opened', () => {
    expect(stepOfAddress('/app/customers', '?tier=Loyal')).toBe('tiers');
    expect(stepOfAddress('/app/customers', '?stage=Repeat')).toBeNull();
    expect(stepOfAddress('/app/customers/7', '?tier=Loyal')).toBeNull();
    expect(stepOfAddress('/app/tags', '')).toBe('tag-changes');
    expect(stepOfAddress('/app/tags/', '')).toBe('tag-changes');
    expect(stepOfAddress('/app/tags/3', '')).toBeNull();
    expect(stepOfAddress('/app/settings', '')).toBe('settings');
    expect(stepOfAddress('/app', '')).toBeNull();
  });
});
