import { describe, expect, it } from 'vitest';
import { customersAddress, isNarrowed, readCustomerQuery, sortedBy, unnarrowed } from './customer-address.ts';

const read = (text: string) => readCustomerQuery(new URLSearchParams(text));

describe('the address of a list of customers', () => {
  it('holds search, filters and sorting, and gives them back', () => {
    const query = read('search=%20Ada%20&tier=At+risk&tier=Champions&stage=Lapsed&tag=VIP&fits=loyal&fits=vip&fits=nobody&risk=high&risk=dire&due=week&sort=net-spend&direction=asc');
    expect(query).toEqual({ search: 'Ada', tiers: ['Champions', 'At risk'], stages: ['Lapsed'], tag: 'VIP', fits: ['loyal', 'vip'], risks: ['high'], due: true, sort: 'net-spend', direction: 'asc' });
    expect(read(customersAddress(query).split('?')[1] ?? '')).toEqual(query);
  });

  it('is the plain one where nothing is asked for', () => {
    expect(customersAddress(read(''))).toBe('/app/customers');
    expect(isNarrowed(read(''))).toBe(false);
    expect(isNarrowed(read('tag=x'))).toBe(true);
    expect(isNarrowed(read('fits=vip'))).toBe(true);
    expect(isNarrowed(read('due=week'))).toBe(true);
    expect(unnarrowed(read('search=a&tier=New&stage=Lapsed&tag=x&fits=vip&risk=low&due=week&sort=name'))).toEqual(read('sort=name'));
  });

  it('leaves out what it does not understand', () => {
    expect(read('tier=Nobody&stage=&due=never&sort=toString&direction=sideways&tag=%20')).toEqual(read(''));
  });

  it('turns round when the same column is chosen again, and starts with the best of another', () => {
    const byOrder = read('');
    expect(sortedBy(byOrder, 'last-order').direction).toBe('asc');
    expect(sortedBy(byOrder, 'name')).toMatchObject({ sort: 'name', direction: 'asc' });
    expect(sortedBy(byOrder, 'net-spend')).toMatchObject({ sort: 'net-spend', direction: 'desc' });
  });

  it('carries a cursor only for a page', () => {
    expect(customersAddress(read(''), { after: 'a/b=' })).toBe('/app/customers?after=a%2Fb%3D');
  });
});
