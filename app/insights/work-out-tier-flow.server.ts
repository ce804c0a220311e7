import { withTenant } from '../database/tenant.server.ts';
import { loadCurrentModel, type CurrentModel } from '../profiles/profile-store.server.ts';
import { errorCode, errorMessage, isRetryable, RegularsError, TerminalError, type Fault } from '../runtime/errors.ts';
import { createSlices } from '../runtime/work-slices.server.ts';
import { readStandingInputs, type StandingInputs } from './read-customers.server.ts';
import type { TierFlow } from './insight-figures.ts';
import { standingsInSteps, tierFlow, type StandingsOnDay } from './tier-flow.ts';
import { FLOW_RETRIES } from './tier-flow.job.server.ts';
import { beginFlow, recordFlow, recordFlowFault, recordFlowShare, type FlowDays } from './tier-flow-store.server.ts';

/** How the work is shared out: reading, and the tiers of the first day; the rest is those of the second. */
const SHARE = { read: 0.3, first: 0.65 };

/**
 * Works out a flow of tiers that was asked for, and writes down how far it is. One that nobody wants any more is left.
 * @throws what stopped it; its row has then failed, or waits for the next try
 */
export async function workOutTierFlow(options: { shopId: number; signal?: AbortSignal } & FlowDays): Promise<void> {
  const { shopId, fromDay, toDay, signal } = options;
  const days = { fromDay, toDay };
  const attempt = await withTenant(shopId, (tx) => beginFlow(tx, days));
  if (attempt === null) return;
  try {
    const flow = await between(shopId, days, signal);
    await withTenant(shopId, (tx) => recordFlow(tx, flow));
  } catch (error) {
    if (!isRetryable(error) || attempt > FLOW_RETRIES) await withTenant(shopId, (tx) => recordFlowFault(tx, days, faultOf(error)));
    throw error;
  }
}

async function between(shopId: number, { fromDay, toDay }: FlowDays, signal: AbortSignal | undefined): Promise<TierFlow> {
  const share = (done: number): Promise<void> => withTenant(shopId, (tx) => recordFlowShare(tx, { fromDay, toDay }, done));
  const read = await withTenant(shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    if (current === null) throw new TerminalError('not-sorted', 'Your customers have not been sorted yet. Home shows how far that is.');
    return { current, inputs: await readStandingInputs(tx, current, signal) };
  });
  const slices = createSlices(signal);
  const standings = (day: number): Promise<StandingsOnDay> => slices.drain(standingsInSteps(read.inputs.histories, day, basisOf(read.current, read.inputs, day)));
  await share(SHARE.read);
  const from = await standings(fromDay);
  await share(SHARE.first);
  return tierFlow(from, await standings(toDay));
}

function basisOf({ model }: CurrentModel, { guestFirstOrderDay, firstSeen }: StandingInputs, day: number) {
  return { settings: model.settings, guestFirstOrderDay, firstSeen, ...(model.asOfDay === day ? { model } : {}) };
}

function faultOf(error: unknown): Fault {
  if (error instanceof RegularsError) return { code: error.code, message: error.message };
  return { code: errorCode(error) ?? 'unknown', message: `It stopped at a fault of the app itself: ${errorMessage(error)}. Ask for it again; if this goes on, the log has more.` };
}
