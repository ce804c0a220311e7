import type { MethodChoice } from '#app/recommendations/method-choice.ts';

const WHY = { 'too-few-orders': 'too few orders to test on', better: 'better than all simpler ones by more than chance', 'richer-no-better': 'no richer one was better by more than chance' } as const;

/** The choice of methods in words, a line for each kind of list. */
export function choiceLines({ kinds }: MethodChoice): string[] {
  return Object.entries(kinds).map(([kind, { serves, why, lists, figures }]) => {
    const all = figures.map(({ method, ndcg }) => `${method} ${ndcg.toFixed(3)}`).join(', ');
    return `${kind}: ${serves} serves (${WHY[why]}${all === '' ? '' : `; NDCG over ${lists} lists of the shop's own past: ${all}`}).`;
  });
}
