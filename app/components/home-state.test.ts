import { describe, expect, it } from 'vitest';
import type { HomeFigures, HomeView, ImportView } from '../insights/home.ts';
import { homeState } from './home-state.ts';

const run = (status: ImportView['status']): ImportView => ({
  id: 1, status, cancelRequested: false, stalled: false, requestedAt: '2026-11-02T09:00:00Z', startedAt: null, finishedAt: null, objectsDone: 0, objectsExpected: null,
  rowsPerSecond: null, secondsLeft: null, fault: null, parts: [], rejections: [],
});
// Only whether there are figures matters here.
const figures = {} as HomeFigures;
const view = (part: Partial<HomeView>): HomeView => ({
  attention: null, outlook: { shown: false, reason: 'not-yet', progress: null }, forecasting: false,
  writing: { mode: 'never', automatic: null, paused: null, brake: null, brakeRule: { percent: 20, customers: 100 }, dailyAdditions: null, waiting: [], clockStands: false },
  firstSteps: { dismissed: false, done: { import: true, tiers: false, 'tag-changes': false, approval: false, automatic: false, settings: false } },
  readsAllOrders: true, latestImport: run('succeeded'), lastFullImport: null, sorting: false, figures, tags: { proposal: null, writing: null, proposing: false, neverApproved: true }, standingClock: null, ...part,
});

describe('what Home is about', () => {
  it('follows the import from nothing to figures', () => {
    expect(homeState(view({ latestImport: null, figures: null }))).toBe('never');
    expect(homeState(view({ latestImport: run('queued'), figures: null }))).toBe('importing');
    expect(homeState(view({ latestImport: run('running'), figures: null }))).toBe('importing');
    expect(homeState(view({ sorting: true, figures: null }))).toBe('sorting');
    expect(homeState(view({}))).toBe('ready');
  });

  it('says so when an import broke off, although figures of an earlier one stand', () => {
    expect(homeState(view({ latestImport: run('failed') }))).toBe('failed');
    expect(homeState(view({ latestImport: run('cancelled') }))).toBe('cancelled');
  });

  it('does not wait for ever for a sorting that is not going on', () => {
    expect(homeState(view({ figures: null }))).toBe('unsorted');
    expect(homeState(view({ figures: { provisional: true } as HomeFigures }))).toBe('unsorted');
  });
});
