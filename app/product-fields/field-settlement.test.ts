import { describe, expect, it } from 'vitest';
import { fieldCalls, judgeFieldsAnswer, type FieldWrite } from './field-settlement.ts';

const write = (productId: number): FieldWrite => ({ productId, field: 'also', intended: [9], digest: null });
const error = (field: string, code?: string) => ({ userErrors: [{ field: ['metafields', '0', field], message: `No ${field}.`, ...(code === undefined ? {} : { code }) }] });
const kinds = (answer: ReturnType<typeof error>) => judgeFieldsAnswer([write(1)], answer).settlements.map(({ kind }) => kind);

describe('an answer', () => {
  it('settles all of a call, or asks for each of a refused one by itself', () => {
    expect(judgeFieldsAnswer([write(1), write(2)], { userErrors: [] }).settlements).toEqual([{ productId: 1, field: 'also', kind: 'done' }, { productId: 2, field: 'also', kind: 'done' }]);
    expect(judgeFieldsAnswer([write(1), write(2)], error('value')).again).toEqual([write(1), write(2)]);
  });

  it('says what is wrong with one', () => {
    expect(kinds(error('value', 'INVALID_VALUE'))).toEqual(['refused']);
    expect(kinds(error('ownerId', 'INVALID'))).toEqual(['gone']);
    expect(kinds(error('compareDigest', 'STALE_OBJECT'))).toEqual(['theirs']);
    expect(judgeFieldsAnswer([write(1)], error('type', 'BLANK'))).toMatchObject({ undefinedField: true, settlements: [] });
    expect(judgeFieldsAnswer([write(1)], error('namespace', 'APP_NOT_AUTHORIZED')).undefinedField).toBe(true);
  });
});

it('calls hold 25 fields, or one', () => {
  const writes = Array.from({ length: 60 }, (_, at) => write(at));
  expect(fieldCalls(writes, false).map((call) => call.length)).toEqual([25, 25, 10]);
  expect(fieldCalls(writes.slice(0, 3), true).map((call) => call.length)).toEqual([1, 1, 1]);
  expect(fieldCalls([], false)).toEqual([]);
});
