import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { HomeView, ImportView } from '../insights/home.ts';
import { Pair } from './Pair.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Whether the figures can be trusted: the last import with what it read and rejected, the last sorting, what is left out of sums. */
export function SyncHealth({ view, action }: { view: HomeView; action: ReactNode }) {
  const words = useWords().homePage;
  const { sync } = words;
  const run = view.lastFullImport;
  const figures = view.figures;
  const rows: [string, ReactNode][] = [
    [sync.lastImport, run === null ? sync.never : <LastImport run={run} />],
    ...(run === null ? [] : [
      [sync.read, <ReadRows key="read" run={run} />] as [string, ReactNode],
      [sync.rejected, <RejectedRows key="rejected" run={run} />] as [string, ReactNode],
    ]),
    [sync.rebuilt, figures === null ? sync.never : sync.rebuiltAt(figures.computedAt)],
    ...(figures !== null && figures.shop.guests.orders > 0 ? [[sync.guests, sync.guestOrders(figures.shop.guests.orders)] as [string, ReactNode]] : []),
    ...(figures !== null && figures.shop.otherCurrencyPurchases > 0 ? [[sync.otherCurrency, sync.otherCurrencyOrders(figures.shop.otherCurrencyPurchases)] as [string, ReactNode]] : []),
    ...(figures !== null && figures.shop.excluded.customers > 0 ? [[sync.excluded, sync.excludedCustomers(figures.shop.excluded.customers)] as [string, ReactNode]] : []),
    ...(view.standingClock === null ? [] : [[sync.clock, sync.clockStands(view.standingClock)] as [string, ReactNode]]),
  ];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{sync.title}</Text>
          {action}
        </InlineStack>
        <dl className="rg-pairs">
          {rows.map(([name, value]) => (
            <Pair key={name} name={name}>{value}</Pair>
          ))}
        </dl>
      </BlockStack>
    </Card>
  );
}

function LastImport({ run }: { run: ImportView }) {
  const { sync } = useWords().homePage;
  const seconds = run.startedAt === null || run.finishedAt === null ? null : (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  const complete = run.parts.every((part) => part.rejected === 0);
  return (
    <InlineStack gap="200" blockAlign="center">
      <span>{[run.finishedAt === null ? null : sync.finished(run.finishedAt), seconds === null ? null : sync.took(seconds)].filter((part) => part !== null).join(', ')}</span>
      <Badge tone={complete ? 'success' : 'warning'}>{complete ? sync.complete : sync.incomplete}</Badge>
    </InlineStack>
  );
}

/** Customers, orders and products themselves, as the import's own panel counts them: not the rows that they come in. */
function ReadRows({ run }: { run: ImportView }) {
  const words = useWords().homePage;
  const total = run.parts.reduce((sum, part) => sum + part.done, 0);
  const parts = run.parts.filter((part) => part.done > 0).map((part) => words.sync.parts(words.import.part[part.kind] ?? part.kind, part.done));
  return <span className="rg-numbers">{words.sync.readOf(total)}{parts.length === 0 ? '' : ` (${parts.join(', ')})`}</span>;
}

function RejectedRows({ run }: { run: ImportView }) {
  const { homePage: { sync }, dataPage: { rejects } } = useWords();
  const { number } = useFormats();
  const total = run.parts.reduce((sum, part) => sum + part.rejected, 0);
  if (total === 0) return <>{sync.rejectedNone}</>;
  return (
    <>
      {sync.rejectedRows(total)}
      <ul>
        {run.rejections.map((one) => <li key={one.reason}>{rejects.why(one.reason)} <span className="rg-numbers">({number(one.rows)})</span></li>)}
      </ul>
    </>
  );
}
