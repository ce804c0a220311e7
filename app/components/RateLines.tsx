import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';

/** A rate by period; null where there is none. */
export interface RateLine {
  key: 'retention' | 'repurchase' | 'repeatShare';
  name: string;
}

interface RateLinesProps {
  /** Pixels. */
  width: number;
  height: number;
  rows: readonly ({ short: string; name: string } & Record<RateLine['key'], number | null>)[];
  lines: readonly RateLine[];
  percent: (share: number) => string;
}

const TICK = { fontSize: 12, fill: '#616161' };
/** Told apart by dashes and the form of their points, so that nobody needs their colours. */
const LOOKS = {
  retention: { stroke: '#0b6b4f', strokeDasharray: '', dot: { r: 3, fill: '#0b6b4f', strokeWidth: 0 } },
  repurchase: { stroke: '#3a3591', strokeDasharray: '6 3', dot: { r: 3, fill: '#ffffff', stroke: '#3a3591', strokeWidth: 1.5, strokeDasharray: '' } },
  repeatShare: { stroke: '#8a4b08', strokeDasharray: '2 3', dot: false },
} as const;

/** A line a rate. In a file of its own with its library, so that no page waits for them; a picture to a screen reader. */
export function RateLines({ width, height, rows, lines, percent }: RateLinesProps) {
  return (
    <LineChart width={width} height={height} data={[...rows]} accessibilityLayer={false} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="#e6e6e6" />
      <XAxis dataKey="short" tick={TICK} tickLine={false} stroke="#8a8a8a" minTickGap={12} />
      <YAxis domain={[0, 1]} ticks={[0, 0.25, 0.5, 0.75, 1]} tickFormatter={percent} tick={TICK} tickLine={false} axisLine={false} width={48} />
      <Tooltip
        isAnimationActive={false}
        labelFormatter={(_, [shown]) => (shown?.payload as { name?: string } | undefined)?.name ?? ''}
        formatter={(shown, name) => [percent(Number(shown)), name]}
        contentStyle={{ fontSize: 12, borderRadius: 8, color: '#303030' }}
        itemStyle={{ color: '#303030' }}
      />
      {lines.map(({ key, name }) => <Line key={key} dataKey={key} name={name} type="linear" strokeWidth={2} connectNulls={false} isAnimationActive={false} {...LOOKS[key]} />)}
    </LineChart>
  );
}
