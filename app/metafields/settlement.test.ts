import { expect, it } from 'vitest';
import { judgeAnswer } from './settlement.ts';

const one = { customerId: 1, set: { tier: 'Loyal' }, remove: [] };
const two = { customerId: 2, set: { tier: 'New' }, remove: ['churn_risk'] as const };
const refusal = (field: string[] | null, message = 'No.') => ({ userErrors: [{ field, message }] });

it('a call that went through is done for whoever has nothing more to come', () => {
  expect(judgeAnswer([one, two], 'set', { userErrors: [] }).settlements).toEqual([{ customerId: 1, kind: 'done' }, { customerId: 2, kind: 'set', values: { tier: 'New' } }]);
  expect(judgeAnswer([two], 'delete', { userErrors: [] }).settlements).toEqual([{ customerId: 2, kind: 'done' }]);
});

it('what was refused together is asked for one by one, and then it is known whose fault it was', () => {
  expect(judgeAnswer([one, two], 'set', refusal(['metafields', '0', 'value']))).toEqual({ settlements: [], again: [one, two], undefinedField: false });
  expect(judgeAnswer([one], 'set', refusal(['metafields', '0', 'value'], 'Too long.')).settlements).toEqual([{ customerId: 1, kind: 'refused', message: 'Too long.' }]);
  expect(judgeAnswer([one], 'set', refusal(['metafields', '0', 'ownerId'])).settlements).toEqual([{ customerId: 1, kind: 'gone' }]);
  expect(judgeAnswer([one], 'delete', refusal(null)).settlements).toEqual([{ customerId: 1, kind: 'refused', message: 'No.' }]);
});

it('a field without a type has lost its definition, whoever is in the call', () => {
  expect(judgeAnswer([one, two], 'set', refusal(['metafields', '3', 'type']))).toEqual({ settlements: [], again: [], undefinedField: true });
});
