import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { storeRead } from '../mirror/load-import-progress.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { TIERS } from '../profiles/tier.ts';
import { loadShopSettings } from '../shops/shop-store.server.ts';
import { countTaggedCustomers } from '../tags/count-tagged-customers.server.ts';
import { TAG_RULES } from '../tags/tag-rule.ts';
import { loadTagSettings } from '../tags/tag-settings-store.server.ts';
import { changeSegmentsJob } from './change-segments.job.server.ts';
import { rulesOfSegment, SEGMENT_KEYS, tagOfTier } from './segment-catalogue.ts';
import { segmentNotes } from './segment-notes.ts';
import { segmentQuery, tagSegmentProblem } from './segment-query.ts';
import { loadLastChanges, loadSegments, type SegmentChange, type StoredSegment } from './segment-store.server.ts';
import type { OpenSegmentChange, SegmentBarrier, SegmentChoice, SegmentsView } from './segment-view.ts';

/** All that the screen of segments shows, from our own books: how Shopify stands now is asked by `checkSegments`. */
export async function loadSegmentsView(options: { shopId: number }): Promise<SegmentsView> {
  const { shopId } = options;
  // Asked first: work that ends in between is then seen as done, and not as stopped.
  const working = (await unfinishedJobs([changeSegmentsJob], String(shopId))).length > 0;
  return withTenant(shopId, async (tx) => {
    const segments = await loadSegments(tx);
    const changes = await loadLastChanges(tx);
    const choices = await loadSegmentChoices(tx, segments, changes);
    const { settings } = await loadTagSettings(tx);
    const figures = (await loadCurrentModel(tx))?.figures ?? null;
    return {
      choices,
      segments: segments.map(({ key, shopifyId, name, query, members, checkedAt, ours, ...rest }) => ({
        key, shopifyId, name, query, members, checkedAt: checkedAt.toISOString(), ours,
        notes: segmentNotes({ ours, name, query, ...rest }, choices.find((choice) => choice.key === key)?.query ?? null),
      })),
      open: changes.flatMap((change): OpenSegmentChange[] => {
        const { key, action, name, state, message } = change;
        if (state === 'done') return [];
        return [{ key, action, name, message, state: state === 'failed' ? 'failed' : working ? 'under-way' : 'stopped' }];
      }),
      tiers: TIERS.map((tier) => {
        const rule = tagOfTier(tier);
        return { tier, customers: figures?.tiers[tier].customers ?? 0, rule, tag: rule === null ? null : settings[rule].name };
      }),
      noCustomers: (await storeRead(tx)) === 'no-customers',
      everApproved: (await loadShopSettings(tx)).firstApprovalAt !== null,
    };
  });
}

const NOBODY = { ours: 0, own: 0 };

/** What can be asked for, and what stands in its way. */
export async function loadSegmentChoices(tx: TenantTransaction, segments: readonly StoredSegment[], changes: readonly SegmentChange[]): Promise<SegmentChoice[]> {
  const { settings } = await loadTagSettings(tx);
  const counts = await countTaggedCustomers(tx, TAG_RULES.map((rule) => settings[rule].name), [settings['vip'].name, settings['at-risk'].name]);
  return SEGMENT_KEYS.map((key) => {
    const rules = rulesOfSegment(key);
    const tags = rules.map((rule) => ({ rule, name: settings[rule].name }));
    const { ours, own } = rules.length > 1 ? counts.both : counts.alone.get(tags[0]?.name ?? '') ?? NOBODY;
    const sayable = tags.every((tag) => tagSegmentProblem(tag.name) === null);
    const written = tags.every((tag) => (counts.alone.get(tag.name) ?? NOBODY).ours > 0);
    const barrier = ((): SegmentBarrier | null => {
      if (segments.some((segment) => segment.key === key && segment.goneAt === null)) return 'exists';
      if (changes.some((change) => change.key === key && (change.state === 'planned' || change.state === 'sent'))) return 'under-way';
      if (!rules.every((rule) => settings[rule].on)) return 'off';
      if (!written) return 'not-written';
      return sayable ? null : 'backslash';
    })();
    return { key, tags, customers: ours + own, own, query: sayable ? segmentQuery(tags.map((tag) => tag.name)) : null, barrier };
  });
}
