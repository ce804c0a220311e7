import { Text } from '@shopify/polaris';
import type { TierFlow } from '../insights/insight-figures.ts';
import { standingCounts } from '../insights/standing-counts.ts';
import type { Standing } from '../profiles/standing.ts';
import { ChartPlace } from './ChartPlace.tsx';
import { tierClass } from './TierBadge.tsx';
import type { FlowLink, FlowNode } from './TierSankey.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const loadSankey = () => import('./TierSankey.tsx').then(({ TierSankey }) => TierSankey);

/** The picture of a flow of tiers, in words what stands out of it, and the table that holds its numbers. */
export function TierFlowPicture({ flow }: { flow: TierFlow }) {
  const words = useWords().insights.flow;
  const { number, day } = useFormats();
  const name = useStandingName();
  const flows = flow.flows.filter(({ from, to }) => from !== 'excluded' && to !== 'excluded');
  const excluded = flow.flows.reduce((sum, one) => sum + (one.from === 'excluded' || one.to === 'excluded' ? one.customers : 0), 0);
  if (flows.length === 0) return <p>{words.nobody}</p>;
  const sum = (which: (one: (typeof flows)[number]) => boolean) => flows.reduce((all, one) => all + (which(one) ? one.customers : 0), 0);
  const [here, stayed, joined] = [sum((one) => one.from !== 'absent'), sum((one) => one.from === one.to), sum((one) => one.from === 'absent')];
  const nodes: FlowNode[] = (['from', 'to'] as const).flatMap((side) => standingCounts({ flows }, side).map(({ standing, customers }) => ({ tier: standingClass(standing), name: name(standing), customers, side, standing })));
  const place = (side: FlowNode['side'], standing: Standing) => nodes.findIndex((node) => node.side === side && (node as FlowNode & { standing: Standing }).standing === standing);
  // In the order of their nodes on both sides, so that they cross no more than they have to.
  const links: FlowLink[] = flows.map((one) => ({
    source: place('from', one.from), target: place('to', one.to), value: one.customers,
    title: one.from === one.to ? words.stay(name(one.from), one.customers) : words.move(name(one.from), name(one.to), one.customers),
  })).sort((a, b) => a.source - b.source || a.target - b.target);
  const largest = flows.find((one) => one.from !== one.to) ?? flows[0];
  const { rules } = flow;
  return (
    <div className="rg-flow">
      <div>
        <p>{words.days(flow.fromDay, flow.toDay)}: {words.stayed(stayed, here)} {joined === 0 ? null : words.joined(joined)} {excluded === 0 ? null : words.excluded(excluded)}</p>
        {rules.from.r === rules.to.r && rules.from.f === rules.to.f && rules.from.m === rules.to.m ? null : <p>{words.rules}</p>}
      </div>
      <div className="rg-chart-tall">
        <div className="rg-flow-heads" aria-hidden="true"><Text as="span" variant="headingSm">{day(flow.fromDay)}</Text><Text as="span" variant="headingSm">{day(flow.toDay)}</Text></div>
        <ChartPlace drawn={words.drawn(flow.fromDay, flow.toDay, largest === undefined ? '' : words.move(name(largest.from), name(largest.to), largest.customers))} load={loadSankey}>
          {(Chart, size) => <Chart {...size} nodes={nodes} links={links} number={number} />}
        </ChartPlace>
      </div>
      <MovesTable flow={flow} flows={flows} />
    </div>
  );
}

function standingClass(standing: Standing): string {
  return standing === 'absent' || standing === 'excluded' ? tierClass(null) : tierClass(standing);
}

function useStandingName(): (standing: Standing) => string {
  const words = useWords();
  return (standing) => (standing === 'absent' ? words.insights.flow.absent : standing === 'excluded' ? words.excluded : words.tierName[standing]);
}

/** A row for each tier of the first day, a column for each of the last; rows and columns add up to the tiers of their day. */
function MovesTable({ flow, flows }: { flow: TierFlow; flows: TierFlow['flows'] }) {
  const words = useWords().insights.flow;
  const { number } = useFormats();
  const name = useStandingName();
  const [rows, columns] = [standingCounts({ flows }, 'from'), standingCounts({ flows }, 'to')];
  const cell = (from: Standing, to: Standing) => flows.find((one) => one.from === from && one.to === to)?.customers ?? 0;
  return (
    <details className="rg-details">
      <summary>{words.table}</summary>
      <div className="rg-scroll" role="region" aria-label={words.scroll} tabIndex={0}>
        <table className="rg-moves">
          <caption className="rg-hidden">{words.caption(flow.fromDay, flow.toDay)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.corner(flow.fromDay)}</th>
              {columns.map(({ standing }) => <th key={standing} scope="col" className="rg-number">{name(standing)}</th>)}
              <th scope="col" className="rg-number">{words.total}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ standing: from, customers }) => (
              <tr key={from}>
                <th scope="row">{name(from)}</th>
                {columns.map(({ standing: to }) => <td key={to} className="rg-number" data-stays={from === to || undefined}>{number(cell(from, to))}</td>)}
                <td className="rg-number"><strong>{number(customers)}</strong></td>
              </tr>
            ))}
            <tr>
              <th scope="row">{words.total}</th>
              {columns.map(({ standing, customers }) => <td key={standing} className="rg-number"><strong>{number(customers)}</strong></td>)}
              <td className="rg-number"><strong>{number(columns.reduce((sum, one) => sum + one.customers, 0))}</strong></td>
            </tr>
          </tbody>
        </table>
      </div>
    </details>
  );
}
