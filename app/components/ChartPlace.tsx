import { useEffect, useRef, useState, startTransition, type ReactNode, type RefObject } from 'react';
import { useWords } from './words/WordsProvider.tsx';

interface ChartPlaceProps<Chart> {
  /** What the picture shows, in a sentence: all that a screen reader has of it beside the table. */
  drawn: string;
  /** Imports the chart with its library. The same function at every render. */
  load: () => Promise<Chart>;
  /** Draws it, in pixels that are measured here: the library's own container draws everything twice to find them out. */
  children: (chart: Chart, size: { width: number; height: number }) => ReactNode;
}

/**
 * The place of a chart, kept from the start, so that nothing moves. The chart's library is fetched once its place comes near the
 * window and the browser has nothing better to do, and each chart is drawn in a task of its own, so that a click in between is answered.
 */
export function ChartPlace<Chart>({ drawn, load, children }: ChartPlaceProps<Chart>) {
  const words = useWords();
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  const chart = useWhenNear(place, load);
  return (
    <div className="rg-chart-place" role="img" aria-label={drawn} ref={place}>
      {chart === 'failed' ? <p>{words.chartFailed}</p> : chart === 'loading' || size === null ? null : children(chart.is, size)}
    </div>
  );
}

function useWhenNear<Chart>(place: RefObject<HTMLElement>, load: () => Promise<Chart>): { is: Chart } | 'loading' | 'failed' {
  const [chart, setChart] = useState<{ is: Chart } | 'loading' | 'failed'>('loading');
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const gone = new AbortController();
    const fetchChart = () => {
      load().then(
        (is) => whenIdle(() => startTransition(() => setChart({ is })), gone.signal),
        () => {
          if (!gone.signal.aborted) setChart('failed');
        },
      );
    };
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      observer.disconnect();
      whenIdle(fetchChart, gone.signal);
    }, { rootMargin: '200px' });
    observer.observe(element);
    return () => {
      gone.abort();
      observer.disconnect();
    };
  }, [place, load]);
  return chart;
}

/** Safari has no idle callbacks; a task of its own is the next best there. */
function whenIdle(work: () => void, signal: AbortSignal): void {
  const run = () => {
    if (!signal.aborted) work();
  };
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: 2_000 });
  else setTimeout(run, 50);
}

/** Width and height of an element, followed as it changes; null until it is measured. */
function useSize(element: RefObject<HTMLElement>): { width: number; height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
