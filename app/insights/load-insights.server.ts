import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { fitForecastJob } from '../forecast/fit-forecast.job.server.ts';
import { loadCurrentForecast } from '../forecast/forecast-store.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { storeRead } from '../mirror/load-import-progress.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { rebuildProfilesJob } from '../profiles/rebuild-profiles.job.server.ts';
import type { InsightFigures } from './insight-figures.ts';
import { loadInsightFigures } from './insight-store.server.ts';
import type { AskedFlow, FlowChoice, InsightsView } from './insights-view.ts';
import { refreshInsightsJob } from './refresh-insights.job.server.ts';
import { tierFlowJob, tierFlowKey } from './tier-flow.job.server.ts';
import { loadTierFlow } from './tier-flow-store.server.ts';

/** What Insights > Customers shows. O(1) in shop size: all of it was worked out before. */
export async function loadInsights(options: { shopId: number; choice: FlowChoice }): Promise<InsightsView> {
  const { shopId, choice } = options;
  // Asked before the figures are read: work that ends in between has left them.
  const underWay = await unfinishedJobs([rebuildProfilesJob, fitForecastJob, refreshInsightsJob], String(shopId));
  const comparing = choice.kind === 'between' && (await unfinishedJobs([tierFlowJob], tierFlowKey({ shopId, ...choice }))).length > 0;
  return withTenant(shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    const sorted = current === null || current.provisional ? null : current.figures;
    const stored = await loadInsightFigures(tx);
    const forecast = await loadCurrentForecast(tx);
    const { flows = [], ...figures } = stored?.figures ?? {};
    return {
      store: await storeRead(tx),
      kpis: sorted?.kpis ?? null,
      firstOrderDay: sorted?.firstOrderDay ?? null,
      figures: stored === null ? null : (figures as Omit<InsightFigures, 'flows'>),
      computedAt: stored?.computedAt.toISOString() ?? null,
      working: underWay.length > 0,
      forecast: forecast === null ? null : { state: forecast.state, progress: forecast.progress },
      products: stored === null ? {} : await titlesOf(tx, stored.figures),
      choice,
      flow: await flowOf(tx, choice, { worked: flows, comparing }),
    };
  });
}

async function flowOf(tx: TenantTransaction, choice: FlowChoice, { worked, comparing }: { worked: InsightFigures['flows']; comparing: boolean }): Promise<AskedFlow | null> {
  if (choice.kind === 'between') {
    const asked = await loadTierFlow(tx, choice);
    // One whose job is gone (a worker that died too often) would be waited for in vain: it is to be asked for again.
    return asked?.state === 'waiting' && !comparing ? null : asked;
  }
  const flow = worked.find(({ fromDay, toDay }) => toDay - fromDay === choice.days);
  return flow === undefined ? null : { state: 'done', flow };
}

/** Titles as the store has them now; a product that it has no more has none. */
async function titlesOf(tx: TenantTransaction, { groups }: InsightFigures): Promise<Record<string, string>> {
  const ids = groups.product.flatMap(({ key }) => (key === null ? [] : [key]));
  const { rows } = await tx.query<{ id: string; title: string }>('SELECT id::text AS id, title FROM products WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [tx.shopId, ids]);
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]));
}
