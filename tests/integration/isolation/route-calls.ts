import { draftOf } from '#app/settings/settings-draft.ts';
import { shopChoiceSchema } from '#app/settings/shop-choice.ts';
import { FAILED_EVENT, FOREIGN_MARK, type Twins } from './twin-shops.ts';

/** Ids as one request names them: the own shop's (which the other has too), or those that the other shop alone has. */
export interface Ids {
  customer: number;
  tagRun: number;
  proposal: number;
  view: number;
  tagChange: number;
  importRun: number;
  exportId: number;
  /** Of an event that failed, and of what a customer asked for: the first row that each shop has. */
  event: number;
  request: number;
}

export function idsOf(twins: Twins, offset: number): Ids {
  const { ids } = twins;
  return {
    customer: twins.customerId + offset, tagRun: ids.tagRun + offset, proposal: ids.proposal + offset, view: ids.view + offset, tagChange: ids.tagChange + offset,
    importRun: ids.importRun + offset, exportId: (ids.exports['customers'] ?? 0) + offset, event: FAILED_EVENT + offset, request: 1 + offset,
  };
}

export interface RouteCall {
  /** Path and query, as a browser would ask. */
  path: string;
  params?: Record<string, string>;
  /** A form, for a POST; left out: a GET. */
  form?: Record<string, string>;
}

/** Typed apart, so that forms of other fields can stand in one list. */
const post = (path: string, form: Record<string, string>): RouteCall => ({ path, form });

const draft = JSON.stringify(draftOf(shopChoiceSchema.parse({ scoring: {}, tags: {}, nightlyMinute: 0 })));
const list = (query: Record<string, string>): string => new URLSearchParams(query).toString();

/**
 * What the routes are asked, by file: a route that stands in none of these lines fails the test. `foreignOnly` calls are
 * made with ids of the other shop too, where they must find nothing.
 */
export const ROUTE_CALLS: Readonly<Record<string, (ids: Ids) => RouteCall[]>> = {
  '_index': () => [{ path: '/' }],
  '$': () => [{ path: '/nothing' }],
  'auth.$': () => [{ path: '/auth/login' }],
  'app': () => [{ path: '/app' }],
  'app._index': () => [{ path: '/app' }],
  'app.recommendations._index': (ids) => [{ path: '/app/recommendations' }, { path: `/app/recommendations?block=recommended&customer=${ids.customer}&for=mark` }, { path: `/app/recommendations?block=also&product=${ids.customer}` }],
  'app.recommendations.results': () => [{ path: '/app/recommendations/results?days=90' }],
  'app.recommendations.placed': () => [{ path: '/app/recommendations/placed' }],
  'app.recommendations.refresh': () => [post('/app/recommendations/refresh', {})],
  'app.recommendations.holdout': () => [post('/app/recommendations/holdout', { percent: '20', again: 'yes' })],
  'app.recommendations.rule': (ids) => [
    post('/app/recommendations/rule', { intent: 'exclude', product: String(ids.customer) }), post('/app/recommendations/rule', { intent: 'pin', block: 'also', product: String(ids.customer), shownWith: '' }), post('/app/recommendations/rule', { intent: 'undo', id: String(ids.customer) }),
    post('/app/recommendations/rule', { intent: 'boost', by: 'tag', value: 'sale', factor: '2' }),
  ],
  'app.answers._index': (ids) => [{ path: '/app/answers?period=all' }, { path: `/app/answers?product=${ids.customer}&stars=4&period=all` }],
  'app.customers._index': (ids) => [
    { path: '/app/customers' }, { path: `/app/customers?${list({ search: FOREIGN_MARK })}` }, { path: `/app/customers?${list({ search: 'same-1@example.com' })}` },
    { path: `/app/customers?${list({ tag: `${FOREIGN_MARK} club` })}` }, { path: `/app/customers?view=${ids.view}` },
  ],
  'app.customers.$customerId': (ids) => ['all', 'orders', 'tags'].map((show) => ({ path: `/app/customers/${ids.customer}?show=${show}`, params: { customerId: String(ids.customer) } })),
  'app.customers.export': (ids) => [
    { path: `/app/customers/export?id=${ids.exportId}` },
    { path: '/app/customers/export', form: { query: list({ search: FOREIGN_MARK }), ids: String(ids.customer), locale: 'en' } },
  ],
  'app.customers.tags': (ids) => [
    post('/app/customers/tags', { intent: 'look', query: '', ids: `${ids.customer},${ids.customer + 1}` }),
    post('/app/customers/tags', { intent: 'approve', query: '', ids: `${ids.customer}`, proposalId: String(ids.proposal), revision: '1', adds: '1', removes: '0' }),
  ],
  'app.customers.views': (ids) => [
    post('/app/customers/views', { intent: 'save', name: `View ${ids.view}`, query: '' }),
    post('/app/customers/views', { intent: 'rename', viewId: String(ids.view), name: 'Renamed' }),
    post('/app/customers/views', { intent: 'overwrite', viewId: String(ids.view), query: '' }),
    post('/app/customers/views', { intent: 'delete', viewId: String(ids.view) }),
  ],
  'app.data._index': () => [{ path: '/app/data' }],
  'app.data.export': (ids) => [
    post('/app/data/export', { what: 'everything' }),
    post('/app/data/export', { what: 'rejects', form: 'csv', runId: String(ids.importRun) }),
  ],
  'app.data.failed._index': () => [{ path: '/app/data/failed' }],
  'app.data.failed.settle': (ids) => [
    ...['retry', 'dismiss'].flatMap((how) => [`event ${ids.event}`, `job 00000000-0000-4000-8000-${String(ids.event).padStart(12, '0')}`].map((key) => (post('/app/data/failed/settle', { how, key })))),
    post('/app/data/failed/settle', { how: 'retry-all' }),
  ],
  'app.data.check': () => [post('/app/data/check', {})],
  'app.data.privacy._index': () => [{ path: '/app/data/privacy' }],
  'app.data.privacy.file': (ids) => [post('/app/data/privacy/file', { requestId: String(ids.request) })],
  'app.data.privacy.keep': () => [post('/app/data/privacy/keep', { days: '90' })],
  'app.data.privacy.leave': () => [post('/app/data/privacy/leave', { leave: 'yes' })],
  'app.data.imports.$runId': (ids) => [{ path: `/app/data/imports/${ids.importRun}?reason=no-id`, params: { runId: String(ids.importRun) } }],
  'app.data.imports._index': (ids) => [{ path: '/app/data/imports' }, { path: `/app/data/imports?before=${ids.importRun + 10}` }],
  'app.data.rebuild': () => [post('/app/data/rebuild', {})],
  'app.first-steps': () => [post('/app/first-steps', { intent: 'looked', step: 'tiers' }), post('/app/first-steps', { intent: 'dismiss' })],
  'app.import': () => [post('/app/import', { intent: 'start' }), post('/app/import', { intent: 'cancel' })],
  'app.insights._index': () => [{ path: '/app/insights' }, { path: '/app/insights?days=365' }, { path: '/app/insights?from=2026-01-01&to=2026-06-01' }],
  'app.insights.refresh': () => [post('/app/insights/refresh', {})],
  'app.insights.flow': () => [post('/app/insights/flow', { from: '2026-01-01', to: '2026-06-01' })],
  'app.insights.accuracy': () => [{ path: '/app/insights/accuracy' }],
  'app.recommendations.fields': () => [{ path: '/app/recommendations/fields' }],
  'app.recommendations.fields-switch': () => [
    post('/app/recommendations/fields-switch', { intent: 'choose', target: 'standard' }), post('/app/recommendations/fields-switch', { intent: 'undo', run: '1' }), post('/app/recommendations/fields-switch', { intent: 'on' }),
  ],
  'app.segments._index': () => [{ path: '/app/segments' }],
  'app.segments.change': () => ['update', 'delete', 'resume'].map((what) => (post('/app/segments/change', { what, key: 'vip' }))),
  'app.segments.check': () => [post('/app/segments/check', {})],
  'app.segments.create': () => [post('/app/segments/create', { key: 'new', name: 'A segment' })],
  'app.settings._index': () => [{ path: '/app/settings' }],
  'app.settings.preview': () => [post('/app/settings/preview', { draft })],
  'app.settings.save': () => [post('/app/settings/save', { draft, revision: 'x' })],
  'app.tags.$runId': (ids) => [{ path: `/app/tags/${ids.tagRun}`, params: { runId: String(ids.tagRun) } }, { path: `/app/tags/${ids.tagRun}?after=${ids.tagChange}`, params: { runId: String(ids.tagRun) } }],
  'app.tags._index': (ids) => [{ path: '/app/tags' }, { path: `/app/tags?after=${ids.tagChange - 1}` }, { path: `/app/tags?olderThan=${ids.tagRun + 1}` }],
  'app.tags.approve': (ids) => [post('/app/tags/approve', { proposalId: String(ids.proposal), revision: '1' })],
  'app.tags.collision': () => [{ path: `/app/tags/collision?${list({ rule: 'vip', name: `${FOREIGN_MARK} club` })}` }, post('/app/tags/collision', { rule: 'vip', choice: 'adopt' })],
  'app.tags.propose-again': (ids) => [post('/app/tags/propose-again', { runId: String(ids.tagRun) })],
  'app.tags.stop': (ids) => ['pause', 'resume', 'cancel'].map((how) => (post('/app/tags/stop', { runId: String(ids.tagRun), how }))),
  'app.tags.undo-tag': () => [post('/app/tags/undo-tag', { rule: 'vip', keepOn: 'yes' })],
  'app.tags.undo': (ids) => [post('/app/tags/undo', { runId: String(ids.tagRun) })],
  'app.tags.write': (ids) => [
    post('/app/tags/write', { intent: 'pause' }), post('/app/tags/write', { intent: 'resume' }),
    post('/app/tags/write', { intent: 'next-batch', runId: String(ids.tagRun) }), post('/app/tags/write', { intent: 'rest', runId: String(ids.tagRun) }),
    post('/app/tags/write', { intent: 'brake', percent: '20', customers: '50' }), post('/app/tags/write', { intent: 'daily', daily: '5' }),
    post('/app/tags/write', { intent: 'automatic-on' }), post('/app/tags/write', { intent: 'automatic-off' }),
  ],
  'app.tags.writing': () => [{ path: '/app/tags/writing' }],
  'app.tags.fields': () => [{ path: '/app/tags/fields' }],
  'app.tags.fields-switch': () => [
    ...['on', 'pause', 'resume'].map((intent) => ({ path: '/app/tags/fields-switch', form: { intent } })), { path: '/app/tags/fields-switch', form: { intent: 'off', definitions: 'delete' } },
  ],
};

/** Files whose requests name rows, so that those of the other shop alone have to be as if they were nowhere. */
export const NAMES_ROWS: ReadonlySet<string> = new Set([
  'app.customers.$customerId', 'app.customers.export', 'app.customers.views', 'app.data.export', 'app.data.imports.$runId', 'app.tags.$runId', 'app.tags.approve',
  'app.tags.propose-again', 'app.tags.stop', 'app.tags.undo', 'app.tags.write', 'app.customers.tags', 'app.data.privacy.file',
]);
