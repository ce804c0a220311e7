import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { amount, idOf, instant, RowFault } from './cells.ts';
import { readRowReason } from './row-reasons.ts';

/** Every sentence that this room gives as the reason of a rejected row, with Qaz for what is put in. */
function sentences(): string[] {
  const sources = ['cells', 'line-batch', 'order-rows', 'customer-row', 'product-rows', 'refund-rows', 'merge-batch.server'].map((name) => readFileSync(`app/mirror/${name}.ts`, 'utf8')).join('\n');
  const given = [...sources.matchAll(/(?:new RowFault\('[a-z-]+', |this\.(?:unreadable|reject)\(line, '[a-z-]+', )(['`])(.+?)\1[),]/g)].map(([, , text = '']) => text.replace(/\$\{[^}]*\}/g, 'Qaz'));
  const inSql = [...sources.matchAll(/'(Its parent, )' \|\| .+? \|\| '(.+?)'/g)].map(([, before, after]) => `${before}Qaz${after}`);
  return [...given, ...inSql];
}

function thrownBy(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof RowFault) return error.message;
  }
  return 'nothing';
}

describe('the reason of a rejected row', () => {
  it('has a form that other languages can say, for every sentence that is stored', () => {
    expect(sentences().length).toBeGreaterThan(16);
    expect(sentences().filter((sentence) => readRowReason(sentence) === null)).toEqual([]);
  });

  it('is taken apart into its names and values', () => {
    expect(readRowReason(thrownBy(() => amount('1,5', 2, 'order.total')))).toEqual({ form: 'not-amount', parts: ['order.total', '"1,5"', '2'] });
    expect(readRowReason(thrownBy(() => instant('2026-02-31T00:00:00Z', 'createdAt')))).toEqual({ form: 'not-instant', parts: ['createdAt', '"2026-02-31T00:00:00Z"'] });
    expect(readRowReason(thrownBy(() => idOf('gid://shopify/Order/x', 'Order')))).toEqual({ form: 'not-id', parts: ['"gid://shopify/Order/x"', 'Order'] });
    expect(readRowReason('Something else.')).toBeNull();
  });
});
