import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { MetafieldsDeleteDocument } from '../shopify/generated/metafields-delete.ts';
import { MetafieldsSetDocument } from '../shopify/generated/metafields-set.ts';
import { productGid } from '../shopify/product-gid.ts';
import { judgeField } from './field-judgement.ts';
import { fieldCalls, judgeFieldsAnswer, type FieldOf, type FieldsAnswer, type FieldSettlement, type FieldWrite } from './field-settlement.ts';
import { dropIntended, markSent, settleFields } from './ledger-store.server.ts';
import type { PlannedField } from './plan-fields.server.ts';
import { FIELD_PLACES, LIST_TYPE, valueOf, type FieldTarget } from './product-field.ts';
import { LEFT_TO_OTHERS, readFields } from './read-fields.server.ts';
import type { ProductFieldContext } from './write-step.ts';
import { loadFieldWriting, saveFieldsDefined } from './writing-store.server.ts';

/** A definition that was seen to stand so short a while ago is not what Shopify misses. */
const JUST_DEFINED_MS = 10 * 60_000;

/**
 * Writes what is marked as under way: looks at what stands, writes over that alone, and settles each field by the answer. What
 * is found to be the merchant's is noted and left.
 * @param options.goOn whether a field whose write did not reach Shopify is to be written yet; else its mark is taken back
 * @throws as the Admin client; RetryableError when a definition is gone; TerminalError when Shopify lets nobody write there
 */
export async function sendFields(context: ProductFieldContext<AdminClient>, planned: readonly PlannedField[], options: { goOn: (field: FieldOf) => boolean } = { goOn: () => true }): Promise<void> {
  if (planned.length === 0) return;
  const { shopId, client, target, signal, onStep } = context;
  const read = await readFields(client, target, [...new Set(planned.map(({ productId }) => productId))], signal);
  await onStep('read');
  const settlements: FieldSettlement[] = [];
  const dropped: FieldOf[] = [];
  const writes: FieldWrite[] = [];
  for (const one of planned) {
    const { productId, field, intended } = one;
    const standing = read.get(productId);
    if (standing === undefined) {
      settlements.push({ productId, field, kind: 'gone' });
      continue;
    }
    const judged = judgeField(target, one, standing[field]);
    if (judged.kind !== 'write') settlements.push(judged.kind === 'done' ? { productId, field, kind: 'done' } : { productId, field, kind: 'theirs', value: judged.value });
    else if (options.goOn(one)) writes.push({ productId, field, intended, digest: judged.digest });
    else dropped.push(one);
  }
  await withTenant(shopId, async (tx) => {
    if (settlements.length > 0) await settleFields(tx, settlements);
    if (dropped.length > 0) await dropIntended(tx, dropped);
    if (writes.length > 0) await markSent(tx, writes);
  });
  await onStep('marked sent');
  await sendAll(context, 'set', writes.filter(({ intended }) => intended.length > 0));
  await sendAll(context, 'delete', writes.filter(({ intended }) => intended.length === 0));
}

async function sendAll(context: ProductFieldContext<AdminClient>, action: 'set' | 'delete', writes: readonly FieldWrite[]): Promise<void> {
  let asked = writes;
  for (const alone of [false, true]) {
    const again: FieldWrite[] = [];
    for (const call of fieldCalls(asked, alone)) again.push(...await sendCall(context, action, call));
    asked = again;
  }
}

/** @returns what is to be asked for once more, by itself */
async function sendCall({ shopId, client, target, signal, onStep }: ProductFieldContext<AdminClient>, action: 'set' | 'delete', call: readonly FieldWrite[]): Promise<FieldWrite[]> {
  signal.throwIfAborted();
  const answer = await ask(client, target, action, call, signal);
  await onStep('asked');
  if (answer === null) throw new RetryableError('product-fields-unanswered', `Shopify has not said what became of the lists of ${call.length} products of shop ${shopId}. It is looked at again.`);
  const judged = judgeFieldsAnswer(call, answer);
  if (judged.undefinedField) return fieldMissing(shopId, answer);
  await withTenant(shopId, (tx) => settleFields(tx, judged.settlements));
  await onStep('settled');
  return judged.again;
}

async function ask(client: AdminClient, target: FieldTarget, action: 'set' | 'delete', call: readonly FieldWrite[], signal: AbortSignal): Promise<FieldsAnswer | null> {
  const { namespace, keys } = FIELD_PLACES[target];
  const options = { signal, leaves: LEFT_TO_OTHERS };
  const place = ({ productId, field }: FieldWrite) => ({ ownerId: productGid(productId), namespace, key: keys[field] });
  if (action === 'delete') return (await client.request(MetafieldsDeleteDocument, { metafields: call.map(place) }, options)).metafieldsDelete;
  // Over what was read and nothing else: whoever wrote since has the last word. Null: nothing stood.
  const metafields = call.map((one) => ({ ...place(one), type: LIST_TYPE, value: valueOf(one.intended), compareDigest: one.digest }));
  return (await client.request(MetafieldsSetDocument, { metafields }, options)).metafieldsSet;
}

/** Somebody has deleted a definition at Shopify: the next try makes it again. Where it was seen a moment ago, Shopify lets the app not write there. */
async function fieldMissing(shopId: number, { userErrors }: FieldsAnswer): Promise<never> {
  const definedAt = await withTenant(shopId, async (tx) => {
    const writing = await loadFieldWriting(tx);
    await saveFieldsDefined(tx, null);
    return writing?.definedAt ?? null;
  });
  const words = userErrors.map(({ message }) => message).join('; ');
  if (definedAt !== null && now() - definedAt.getTime() < JUST_DEFINED_MS) throw new TerminalError('product-fields-refused', `Shopify does not let Regulars write these product fields: ${words}`);
  throw new RetryableError('product-fields-undefined', `Shop ${shopId} has lost the definition of a product field. It is made again: ${words}`);
}
