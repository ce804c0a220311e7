import { useId } from 'react';
import { Bar, BarChart, CartesianGrid, Cell, Tooltip, XAxis, YAxis } from 'recharts';

export interface PurchaseBar {
  /** Differs from every other's. */
  key: string;
  /** Under the bar, and over its number. */
  label: string;
  value: number;
  hatched: boolean;
}

const TICK = { fontSize: 12, fill: '#616161' };

/** A bar a purchase, earliest first. In a file of its own with its library; a picture to a screen reader, since the table beside it has the numbers. */
export function PurchaseBars({ width, height, bars, name, tick, value }: { width: number; height: number; bars: readonly PurchaseBar[]; name: string; tick: (value: number) => string; value: (value: number) => string }) {
  const hatching = `hatching${useId().replaceAll(':', '')}`;
  const label = (key: unknown): string => bars.find((bar) => bar.key === key)?.label ?? '';
  return (
    <BarChart width={width} height={height} data={[...bars]} accessibilityLayer={false} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barCategoryGap="18%">
      <defs>
        <pattern id={hatching} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="#c9c6f5" />
          <rect width="2.5" height="5" fill="#3a3591" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="#e6e6e6" />
      <XAxis dataKey="key" tickFormatter={label} tick={TICK} tickLine={false} stroke="#8a8a8a" minTickGap={16} />
      <YAxis tickFormatter={tick} tick={TICK} tickLine={false} axisLine={false} width={52} allowDecimals={false} tickCount={4} />
      <Tooltip
        isAnimationActive={false} cursor={{ fill: '#0000000d' }} labelFormatter={label} formatter={(shown) => [value(Number(shown)), name]}
        contentStyle={{ fontSize: 12, borderRadius: 8, color: '#303030' }} itemStyle={{ color: '#303030' }}
      />
      <Bar dataKey="value" name={name} isAnimationActive={false} maxBarSize={28}>
        {bars.map((bar) => <Cell key={bar.key} fill={bar.hatched ? `url(#${hatching})` : '#0b6b4f'} />)}
      </Bar>
    </BarChart>
  );
}
