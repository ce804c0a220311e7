import { useId } from 'react';
import { Bar as RechartsBar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { MonthlyBuyers } from '../profiles/monthly-buyers.ts';

/** One part of each month's bar. Looks differ by pattern and lightness, so that nobody needs their colours. */
export interface Bar {
  key: Exclude<keyof MonthlyBuyers, 'month'>;
  name: string;
  look: 'solid' | 'hatched' | 'faint';
}

interface MonthlyBarsProps {
  /** Pixels; measured outside, since the library's own container draws everything twice to find them out. */
  width: number;
  height: number;
  months: readonly MonthlyBuyers[];
  /** From the bottom of a bar up. */
  series: readonly Bar[];
  tick: (value: number) => string;
  value: (value: number) => string;
  month: (month: number, options?: { short?: boolean }) => string;
}

const TICK = { fontSize: 12, fill: '#616161' };

/**
 * A bar a month. In a file of its own with its library, so that no page waits for them. It draws at once, without moving,
 * and is a picture to a screen reader: the table beside it has the numbers.
 */
export function MonthlyBars({ width, height, months, series, tick, value, month }: MonthlyBarsProps) {
  const hatching = `hatching${useId().replaceAll(':', '')}`;
  const fill = { solid: '#0b6b4f', hatched: `url(#${hatching})`, faint: '#b8b8b8' } as const;
  return (
    <BarChart width={width} height={height} data={[...months]} accessibilityLayer={false} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barCategoryGap="18%">
      <defs>
        <pattern id={hatching} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="#c9c6f5" />
          <rect width="2.5" height="5" fill="#3a3591" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="#e6e6e6" />
      <XAxis dataKey="month" tickFormatter={(one: number) => month(one, { short: true })} tick={TICK} tickLine={false} stroke="#8a8a8a" minTickGap={12} />
      <YAxis tickFormatter={tick} tick={TICK} tickLine={false} axisLine={false} width={52} allowDecimals={false} tickCount={4} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: '#0000000d' }}
        labelFormatter={(label) => month(Number(label))}
        formatter={(shown, name) => [value(Number(shown)), name]}
        contentStyle={{ fontSize: 12, borderRadius: 8, color: '#303030' }}
        itemStyle={{ color: '#303030' }}
      />
      {series.map((bar) => (
        <RechartsBar key={bar.key} dataKey={bar.key} name={bar.name} stackId="month" fill={fill[bar.look]} stroke="#ffffff" strokeWidth={1} isAnimationActive={false} />
      ))}
    </BarChart>
  );
}
