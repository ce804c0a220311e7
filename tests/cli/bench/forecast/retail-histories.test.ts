import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { purchasesThrough } from '#app/forecast/order-histories.ts';
import { readRetailHistories } from './retail-histories.ts';

const directory = mkdtempSync(join(tmpdir(), 'retail-histories-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

describe('orders of a file', () => {
  it('become what the mirror would hold: days of the shop, net values of products, and refunds on their own day', async () => {
    const path = join(directory, 'orders.csv');
    writeFileSync(path, [
      'invoice,stock_code,description,quantity,invoice_date,price,customer_id,country',
      '100001,85048,LIGHTS,10,2010-06-30 23:30:00,2.5,13085,United Kingdom',
      '100001,POST,POSTAGE,1,2010-06-30 23:30:00,18,13085,United Kingdom',
      '100002,22041,FRAME,4,2010-07-05 10:00:00,3,13085,United Kingdom',
      'C100003,85048,LIGHTS,-4,2010-07-10 09:00:00,2.5,13085,United Kingdom',
      'C100004,22041,FRAME,-4,2010-08-01 09:00:00,3,13085,United Kingdom',
      '100005,22041,FRAME,1,2010-08-02 09:00:00,3,,United Kingdom',
    ].join('\n'));
    const { histories, customerIds, lastDay } = await readRetailHistories(path);
    expect(customerIds).toEqual(['13085']);
    expect(lastDay).toBe(dayOf('2010-08-02'));
    const then = purchasesThrough(histories, dayOf('2010-07-20'));
    expect([...then.days]).toEqual([dayOf('2010-07-01'), dayOf('2010-07-05')]);
    expect([...then.values]).toEqual([1500, 1200]);
    const later = purchasesThrough(histories, lastDay);
    expect([...later.days]).toEqual([dayOf('2010-07-01')]);
    expect([later.orders[0], later.grossValue[0], later.refundedValue[0]]).toEqual([2, 3700, 2200]);
  });
});
