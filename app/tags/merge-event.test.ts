import { describe, expect, it } from 'vitest';
import { mergeOfEvent } from './merge-event.ts';

describe('the webhook of a merge', () => {
  it('says who stays and who is gone', () => {
    expect(mergeOfEvent({
      admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1', admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/2', admin_graphql_api_job_id: null, status: 'completed', errors: [],
    })).toEqual({ keptId: 1, goneId: 2 });
  });

  it('is refused without naming both, and without a word of the payload', () => {
    for (const body of [null, {}, [], { admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/1' }, { admin_graphql_api_customer_kept_id: 'jane@example.com', admin_graphql_api_customer_deleted_id: 'gid://shopify/Order/2' }]) {
      expect(() => mergeOfEvent(body)).toThrow('without naming them');
    }
  });
});
