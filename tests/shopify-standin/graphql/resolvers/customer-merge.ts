/** customerMerge and what became of it. A merge is done at once here; at Shopify it is a job. */
import { gid, gidNumber } from '../../store/model.ts';
import { keptCustomer, type MergeOverrides } from '../../store/customer-merge.ts';
import { AccessDenied, NotServed } from '../errors.ts';
import { hasScope } from '../scopes.ts';
import { servedType, withArgs } from '../serving.ts';
import type { Args, ServedField, ServedType, Serving } from '../serving.ts';
import { userErrorType } from './mutations.ts';

interface MergePayload {
  jobId: string | null;
  keptId: number | null;
  userErrors: { field: string[] | null; message: string; code: string }[];
}

const overrideFields: Record<string, keyof MergeOverrides> = {
  customerIdOfEmailToKeep: 'emailOf', customerIdOfFirstNameToKeep: 'firstNameOf', customerIdOfLastNameToKeep: 'lastNameOf', customerIdOfPhoneNumberToKeep: 'phoneOf', note: 'note', tags: 'tags',
};

function overridesOf(given: unknown): MergeOverrides {
  const overrides: Record<string, unknown> = {};
  for (const [name, value] of Object.entries((given ?? {}) as Record<string, unknown>)) {
    const field = overrideFields[name];
    if (field === undefined) throw new NotServed(`CustomerMergeOverrideFields.${name}`);
    if (value !== null) overrides[field] = name.startsWith('customerId') ? gidNumber('Customer', String(value)) ?? -1 : value;
  }
  return overrides as MergeOverrides;
}

function customerMerge(args: Args, serving: Serving): MergePayload {
  if (!hasScope(serving.app.scopes, 'write_customer_merge')) throw new AccessDenied('customerMerge', 'write_customer_merge');
  const refusal = (field: string[], message: string, code: string): MergePayload => ({ jobId: null, keptId: null, userErrors: [{ field, message, code }] });
  const [one, two] = ['customerOneId', 'customerTwoId'].map((name) => serving.live.customer(gidNumber('Customer', String(args[name])) ?? -1));
  if (one === undefined) return refusal(['customerOneId'], 'Customer does not exist', 'INVALID_CUSTOMER_ID');
  if (two === undefined) return refusal(['customerTwoId'], 'Customer does not exist', 'INVALID_CUSTOMER_ID');
  if (one === two) return refusal(['customerTwoId'], "A customer can't be merged with itself", 'INVALID_CUSTOMER');
  const overrides = overridesOf(args.overrideFields);
  const kept = keptCustomer(one, two, overrides);
  const at = serving.live.mergeCustomers(kept === one ? two.id : one.id, kept.id, overrides);
  return { jobId: `gid://shopify/Job/customer-merge-${at}`, keptId: kept.id, userErrors: [] };
}

export const customerMergeMutations: Record<string, ServedField<unknown>> = {
  customerMerge: withArgs(['customerOneId', 'customerTwoId', 'overrideFields'], (_, args, serving) => customerMerge(args, serving)),
};

export const customerMergeTypes: Record<string, ServedType> = {
  CustomerMergePayload: servedType<MergePayload>({
    job: (payload) => (payload.jobId === null ? null : { id: payload.jobId }),
    resultingCustomerId: (payload) => (payload.keptId === null ? null : gid('Customer', payload.keptId)),
    userErrors: (payload) => payload.userErrors,
  }),
  CustomerMergeUserError: userErrorType,
  Job: servedType<{ id: string }>({ id: (job) => job.id, done: () => true }),
};
