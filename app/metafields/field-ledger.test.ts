import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIELD_KEYS, type FieldValues } from './customer-field.ts';
import { callsOf, underWay, type UnderWay } from './field-ledger.ts';

const values: fc.Arbitrary<FieldValues> = fc.dictionary(fc.constantFrom(...FIELD_KEYS), fc.constantFrom('1', '2'));

it('what is under way leads from what stands to what is intended, and from anything at all where that is not known', () => {
  fc.assert(fc.property(values, values, values, (stands, intended, anything) => {
    const known = underWay({ customerId: 1, stands, unsure: false, intended });
    const applied = (from: FieldValues, write: UnderWay) => Object.fromEntries(Object.entries({ ...from, ...write.set }).filter(([key]) => !write.remove.includes(key as never)));
    expect(applied(stands, known)).toEqual({ ...intended });
    expect(applied(anything, underWay({ customerId: 1, stands, unsure: true, intended }))).toEqual({ ...intended });
    expect(Object.entries(known.set).every(([key, value]) => stands[key as keyof FieldValues] !== value)).toBe(true);
  }));
});

it('calls hold every customer once and whole, 25 fields at most, and as few calls as their order allows', () => {
  fc.assert(fc.property(fc.array(fc.tuple(values, values), { maxLength: 40 }), fc.boolean(), (pairs, alone) => {
    const writes = pairs.map(([stands, intended], customerId) => underWay({ customerId, stands, unsure: false, intended }));
    for (const action of ['set', 'delete'] as const) {
      const size = (write: UnderWay) => (action === 'set' ? Object.keys(write.set).length : write.remove.length);
      const calls = callsOf(writes, action, alone);
      expect(calls.flat()).toEqual(writes.filter((write) => size(write) > 0));
      const sizes = calls.map((call) => call.reduce((sum, write) => sum + size(write), 0));
      expect(sizes.every((fields) => fields > 0 && fields <= 25)).toBe(true);
      if (alone) expect(calls.every((call) => call.length === 1)).toBe(true);
      else calls.slice(1).forEach((call, at) => expect((sizes[at] ?? 0) + size(call[0] as UnderWay)).toBeGreaterThan(25));
    }
  }));
});
