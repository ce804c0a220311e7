import { describe, expect, it } from 'vitest';
import { noticeOf } from './inbox-channel.ts';

describe('the notice of new events', () => {
  it('names each shop once', () => {
    expect(noticeOf(['a.myshopify.com', 'b.myshopify.com', 'a.myshopify.com'])).toBe('a.myshopify.com,b.myshopify.com');
  });

  it('names none where they are too many for PostgreSQL, so that all are looked at', () => {
    expect(noticeOf(Array.from({ length: 600 }, (_, index) => `shop-${index}.myshopify.com`))).toBe('');
  });
});
