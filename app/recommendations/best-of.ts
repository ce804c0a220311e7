/**
 * The places of the best scores, best first; of equals the one whose id is lower, so that the order of the input does not
 * matter. What has no finite score is left out.
 * @param ids the id at each place
 */
export function bestOf(ids: ArrayLike<number>, scores: ArrayLike<number>, most: number): number[] {
  const precedes = (a: number, b: number): boolean => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference > 0 || (difference === 0 && (ids[a] as number) < (ids[b] as number));
  };
  // A heap of the best so far with the worst of them on top: long lists are read once.
  const heap: number[] = [];
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      let worst = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child += 1) if (precedes(heap[worst] as number, heap[child] as number)) worst = child;
      if (worst === at) return;
      const moved = heap[at] as number;
      heap[at] = heap[worst] as number;
      heap[worst] = moved;
      at = worst;
    }
  };
  // Long lists have mostly what is worse than the worst that is kept.
  let least = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < ids.length && most > 0; place += 1) {
    const score = scores[place] as number;
    if (score < least || !Number.isFinite(score)) continue;
    if (heap.length < most) {
      heap.push(place);
      let at = heap.length - 1;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!precedes(heap[parent] as number, heap[at] as number)) break;
        [heap[at], heap[parent]] = [heap[parent] as number, heap[at] as number];
        at = parent;
      }
    } else if (precedes(place, heap[0] as number)) {
      heap[0] = place;
      sink(0);
    }
    if (heap.length === most) least = scores[heap[0] as number] as number;
  }
  return heap.sort((a, b) => (precedes(a, b) ? -1 : 1));
}
