import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';

interface SpreadBarsProps {
  /** Pixels. */
  width: number;
  height: number;
  /** From the smallest amount up, each with what its axis and its tooltip say. */
  bars: readonly { short: string; name: string; buyers: number }[];
  series: string;
  tick: (value: number) => string;
  value: (value: number) => string;
}

const TICK = { fontSize: 12, fill: '#616161' };

/** A histogram. In a file of its own with its library, so that no page waits for them; a picture to a screen reader. */
export function SpreadBars({ width, height, bars, series, tick, value }: SpreadBarsProps) {
  return (
    <BarChart width={width} height={height} data={[...bars]} accessibilityLayer={false} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barCategoryGap={1}>
      <CartesianGrid vertical={false} stroke="#e6e6e6" />
      <XAxis dataKey="short" tick={TICK} tickLine={false} stroke="#8a8a8a" minTickGap={8} interval="preserveStart" />
      <YAxis tickFormatter={tick} tick={TICK} tickLine={false} axisLine={false} width={44} allowDecimals={false} tickCount={4} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: '#0000000d' }}
        labelFormatter={(_, [shown]) => (shown?.payload as { name?: string } | undefined)?.name ?? ''}
        formatter={(shown) => [value(Number(shown)), series]}
        contentStyle={{ fontSize: 12, borderRadius: 8, color: '#303030' }}
        itemStyle={{ color: '#303030' }}
      />
      <Bar dataKey="buyers" fill="#0b6b4f" isAnimationActive={false} />
    </BarChart>
  );
}
