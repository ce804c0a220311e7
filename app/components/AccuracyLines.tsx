import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';

/** One line of points. Looks differ by stroke, so that nobody needs their colours. */
export interface AccuracyLine {
  key: string;
  name: string;
  look: 'solid' | 'dashed' | 'dotted' | 'faint';
  points: readonly { x: number; y: number }[];
}

interface Axis {
  domain: [from: number, to: number];
  tick: (value: number) => string;
  /** Where ticks are; about five unless said. */
  ticks?: number[];
}

interface AccuracyLinesProps {
  /** Pixels. */
  width: number;
  height: number;
  lines: readonly AccuracyLine[];
  x: Axis & { name: string };
  y: Axis;
}

const TICK = { fontSize: 12, fill: '#616161' };
const STROKES = {
  solid: { stroke: '#0b6b4f', strokeWidth: 2.5 },
  dashed: { stroke: '#3a3591', strokeWidth: 1.5, strokeDasharray: '6 4' },
  dotted: { stroke: '#8a4b00', strokeWidth: 1.5, strokeDasharray: '2 3' },
  faint: { stroke: '#6b6b6b', strokeWidth: 1.5 },
} as const;

const ticksOf = ({ ticks }: Axis): { ticks: number[] } | { tickCount: number } => (ticks === undefined ? { tickCount: 5 } : { ticks });

/** Lines over a measure. In a file of its own with its library; a picture to a screen reader, since the table beside it has the numbers. */
export function AccuracyLines({ width, height, lines, x, y }: AccuracyLinesProps) {
  const places = [...new Set(lines.flatMap((line) => line.points.map((point) => point.x)))].sort((a, b) => a - b);
  const data = places.map((place) => ({ x: place, ...Object.fromEntries(lines.flatMap((line) => line.points.filter((point) => point.x === place).map((point) => [line.key, point.y]))) }));
  return (
    <LineChart width={width} height={height} data={data} accessibilityLayer={false} margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="#e6e6e6" />
      <XAxis type="number" dataKey="x" domain={x.domain} {...ticksOf(x)} tickFormatter={x.tick} tick={TICK} tickLine={false} stroke="#8a8a8a" minTickGap={12} interval="preserveStartEnd" />
      <YAxis type="number" domain={y.domain} tickFormatter={y.tick} tick={TICK} tickLine={false} axisLine={false} width={52} {...ticksOf(y)} />
      <Tooltip
        isAnimationActive={false} labelFormatter={(label) => `${x.name}: ${x.tick(Number(label))}`} formatter={(shown, name) => [y.tick(Number(shown)), name]}
        contentStyle={{ fontSize: 12, borderRadius: 8, color: '#303030' }} itemStyle={{ color: '#303030' }}
      />
      {lines.map((line) => (
        <Line key={line.key} dataKey={line.key} name={line.name} {...STROKES[line.look]} dot={line.points.length > 2 ? { r: line.look === 'solid' ? 3 : 2 } : false} activeDot={false} connectNulls isAnimationActive={false} />
      ))}
    </LineChart>
  );
}
