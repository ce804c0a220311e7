import type { ListItem } from './work-out-lists.ts';

/** Of so many items one at least is of each kind, where there is one: a list of nothing but the usual shows nothing, and one without it forgets what is sure. */
const EACH_IN = 3;

/**
 * What a customer had and what they never had as one list, by the chance to be in the next basket, one of each kind at
 * least in any three. Scores fall along it as they did along each.
 */
export function mixPersonal(reorder: readonly ListItem[], discover: readonly ListItem[]): ListItem[] {
  const mixed: ListItem[] = [];
  let [r, d, sinceReorder, sinceDiscover] = [0, 0, 0, 0];
  let least = Number.POSITIVE_INFINITY;
  while (r < reorder.length || d < discover.length) {
    const [known, fresh] = [reorder[r], discover[d]];
    const takesKnown = fresh === undefined || (known !== undefined && (sinceReorder >= EACH_IN - 1 || (sinceDiscover < EACH_IN - 1 && known.score >= fresh.score)));
    const item = (takesKnown ? known : fresh) as ListItem;
    if (takesKnown) r += 1;
    else d += 1;
    sinceReorder = takesKnown ? 0 : sinceReorder + 1;
    sinceDiscover = takesKnown ? sinceDiscover + 1 : 0;
    least = Math.min(least, item.score);
    mixed.push({ ...item, score: least });
  }
  return mixed;
}
