import { describe, expect, it } from 'vitest';
import { failedWorkOf } from './failed-work.ts';

describe('the key of failed work', () => {
  it('names an event or a job', () => {
    expect(failedWorkOf('event 17')).toEqual({ source: 'event', id: 17 });
    expect(failedWorkOf('job 0b6f3f0e-1c7a-4b8e-9d53-0a1b2c3d4e5f')).toEqual({ source: 'job', id: '0b6f3f0e-1c7a-4b8e-9d53-0a1b2c3d4e5f' });
  });

  it('is nothing else', () => {
    for (const key of ['', 'event', 'event -1', 'event 1e3', 'job 17', "job 0b6f3f0e-1c7a-4b8e-9d53-0a1b2c3d4e5f' OR true", 'event 9999999999999999', 'all']) expect(failedWorkOf(key), key).toBeNull();
  });
});
