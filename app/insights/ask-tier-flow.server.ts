import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { InvalidInputError, TerminalError } from '../runtime/errors.ts';
import { tierFlowJob } from './tier-flow.job.server.ts';
import { askForFlow, type FlowDays } from './tier-flow-store.server.ts';

/**
 * Has the flow of tiers between the ends of two days worked out; its row and its job commit together. One that is done is not begun again, and one that is under way has its job already.
 * @throws TerminalError before the store's customers were sorted; InvalidInputError on days in the wrong order, or outside of the store's past
 */
export async function askTierFlow(options: { shopId: number } & FlowDays): Promise<FlowDays> {
  const { shopId, fromDay, toDay } = options;
  await withTenant(shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    if (current === null || current.provisional) throw new TerminalError('not-sorted', 'Your customers have not been sorted yet. Home shows how far that is.');
    if (fromDay >= toDay) throw new InvalidInputError('flow-days', 'The first day has to come before the second.');
    const { firstOrderDay } = current.figures;
    if (firstOrderDay === null || fromDay < firstOrderDay || toDay > current.computedForDay) {
      throw new InvalidInputError('flow-past', 'Choose days between your store’s first order and the day that your customers were last sorted for.');
    }
    if (await askForFlow(tx, { fromDay, toDay }, new Date(machineNow()))) await enqueue(tierFlowJob, { shopId, fromDay, toDay }, { tx });
  });
  return { fromDay, toDay };
}
