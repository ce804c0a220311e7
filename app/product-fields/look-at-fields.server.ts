import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { judgeField } from './field-judgement.ts';
import { noteTheirs } from './ledger-store.server.ts';
import { planLook } from './plan-fields.server.ts';
import { readFields } from './read-fields.server.ts';
import { countFields, endFieldRun, type ActiveFieldRun } from './run-store.server.ts';
import type { ProductFieldContext } from './write-step.ts';
import { lockProductFields, saveFieldsLooked, type ProductFieldWriting } from './writing-store.server.ts';

/** Reads what stands in the standard fields of products that would have a list, and notes what of it is the merchant's. Writes nothing at Shopify. */
export async function lookAtFields({ shopId, client, target, signal, onStep }: ProductFieldContext<AdminClient>, run: ActiveFieldRun, { state }: Pick<ProductFieldWriting, 'state'>): Promise<true> {
  for (let { through } = run; ; ) {
    signal.throwIfAborted();
    const step = await withTenant(shopId, (tx) => planLook(tx, { ...run, through }));
    if (step === null) break;
    through = step.through;
    const read = target === 'own' ? new Map() as Awaited<ReturnType<typeof readFields>> : await readFields(client, target, [...new Set(step.fields.map(({ productId }) => productId))], signal);
    await onStep('read');
    const theirs = step.fields.flatMap((one) => {
      const standing = read.get(one.productId);
      if (standing === undefined) return [];
      const judged = judgeField(target, one, standing[one.field]);
      const value = standing[one.field]?.value ?? null;
      return judged.kind === 'theirs' || (one.theirs && state !== 'off') ? [{ productId: one.productId, field: one.field, value }] : [];
    });
    await withTenant(shopId, async (tx) => {
      await lockProductFields(tx);
      await countFields(tx, new Map([[run.id, { written: 0, theirs: await noteTheirs(tx, theirs), failed: 0 }]]));
    });
  }
  await withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    await saveFieldsLooked(tx, new Date(now()));
    await endFieldRun(tx, run.id);
  });
  await onStep('walked');
  return true;
}
