import type { HomeView } from '../insights/home.ts';

/** What Home is about just now; it decides on the one primary action. */
export type HomeState = 'never' | 'importing' | 'failed' | 'cancelled' | 'sorting' | 'unsorted' | 'ready';

/** The state that a view is in. An import that broke off does not hide the figures of an earlier one. */
export function homeState(view: HomeView): HomeState {
  const run = view.latestImport;
  if (run === null) return 'never';
  if (run.status === 'queued' || run.status === 'running') return 'importing';
  if (run.status === 'failed') return 'failed';
  if (run.status === 'cancelled') return 'cancelled';
  if (view.sorting) return 'sorting';
  return view.figures === null || view.figures.provisional ? 'unsorted' : 'ready';
}
