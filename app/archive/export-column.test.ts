import { describe, expect, it } from 'vitest';
import { day, flag, instant, json, list, money, number, rowWriter, selectOf, text } from './export-column.ts';

const columns = [number('id', ''), text('name', ''), flag('test', ''), money('total', '', { currency: 'currency_code' }), text('currency_code', ''), money('spend', ''), list('tags', ''), json('reason', '')];
const writer = rowWriter(columns, 'GBP');

describe('a row of the archive', () => {
  it('keeps every value in both forms', () => {
    const row = ['7', 'Ann "A", Lee', 't', '1250', 'EUR', '5', '["vip", "new"]', '{"days": 3}'];
    expect(writer.csvCells(row)).toEqual([7, 'Ann "A", Lee', 'true', 12.5, 'EUR', 0.05, 'vip, new', '{"days": 3}']);
    expect(JSON.parse(writer.jsonLine(row))).toEqual({ id: 7, name: 'Ann "A", Lee', test: true, total: '12.50', currency_code: 'EUR', spend: '0.05', tags: ['vip', 'new'], reason: { days: 3 } });
  });

  it('writes money with the decimals of its own currency, exactly', () => {
    const amounts = (value: string, code: string) => (JSON.parse(writer.jsonLine(['1', '', 'f', value, code, '0', '[]', 'null'])) as { total: string }).total;
    expect([amounts('1250', 'JPY'), amounts('1250', 'KWD'), amounts('-5', 'USD'), amounts('999999999999999', 'USD')]).toEqual(['1250', '1.250', '-0.05', '9999999999999.99']);
  });

  it('leaves empty what is not there', () => {
    const row = columns.map(() => null);
    expect(writer.csvCells(row)).toEqual(columns.map(() => null));
    expect(Object.values(JSON.parse(writer.jsonLine(row)) as object)).toEqual(columns.map(() => null));
  });

  it('is one line, whatever a name holds', () => {
    expect(writer.jsonLine(['1', 'a\nb\u2028c', 'f', '0', 'GBP', '0', '[]', 'null']).split('\n')).toHaveLength(2);
  });
});

describe('what is asked of the database', () => {
  it('does not depend on the connection’s zone, or on a list that is missing', () => {
    expect(selectOf(instant('at', ''))).toContain("AT TIME ZONE 'UTC'");
    expect(selectOf(list('tags', '', 'o.tags'))).toBe("to_json(coalesce(o.tags, '{}'))");
    expect(selectOf(day('first', '', 'first_day'))).toBe("(DATE '1970-01-01' + first_day)");
  });
});
