import { Banner, BlockStack, Box, Button, Card, InlineStack, Spinner, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { HomeFigures, HomeView } from '../insights/home.ts';
import { Attention } from './Attention.tsx';
import { Explain } from './Explain.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { homeState, type HomeState } from './home-state.ts';
import { Figures } from './Figures.tsx';
import { GridRules } from './GridRules.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { MonthlyCharts } from './MonthlyCharts.tsx';
import { OutlookCard } from './OutlookCard.tsx';
import { ProvisionalNote } from './ProvisionalNote.tsx';
import { SixtyDays } from './SixtyDays.tsx';
import { SyncHealth } from './SyncHealth.tsx';
import { TagsCard } from './TagsCard.tsx';
import { TierGrid, TierTable } from './TierGrid.tsx';
import { useWords } from './words/WordsProvider.tsx';

interface HomeProps {
  view: HomeView;
  busy: boolean;
  onStart: () => void;
  onCancel: () => void;
  /** Hides the list of first steps, or brings it back. */
  onSteps: (shown: boolean) => void;
  stepsBusy: boolean;
}

/** Home in each of its states. */
export function HomeScreen({ view, busy, onStart, onCancel, onSteps, stepsBusy }: HomeProps) {
  const all = useWords();
  const words = all.homePage;
  const state = homeState(view);
  const run = view.latestImport;
  return (
    <BlockStack gap="400">
      {state === 'never' ? <NeverImported onStart={onStart} busy={busy} /> : null}
      {state === 'importing' && run !== null ? <ImportProgress run={run} onStart={onStart} onCancel={onCancel} busy={busy} /> : null}
      {state === 'failed' ? (
        <Broken tone="critical" title={words.import.failed} onStart={onStart} busy={busy} again={all.tryAgain}>
          {run?.fault ? <p>{words.import.failedWith(all.fault(run.fault))}</p> : null}
          <p>{run === null ? null : words.import.readBefore(run.objectsDone, run.objectsExpected)} {words.import.failedNext}</p>
        </Broken>
      ) : null}
      {state === 'cancelled' ? (
        <Broken tone="warning" title={words.import.cancelled} onStart={onStart} busy={busy} again={words.import.again}>
          <p>{run === null ? null : words.import.readBefore(run.objectsDone, run.objectsExpected)} {view.lastFullImport === null ? words.import.cancelledWhat : words.import.cancelledAgain}</p>
        </Broken>
      ) : null}
      {state === 'unsorted' ? (
        <Broken tone="warning" title={words.import.unsorted} onStart={onStart} busy={busy} again={words.import.again}>
          <p>{words.import.unsortedWhat}</p>
        </Broken>
      ) : null}
      {state === 'sorting' ? <Sorting /> : null}
      {view.readsAllOrders === false ? <SixtyDays onStart={state === 'ready' ? onStart : null} busy={busy} /> : null}
      {view.firstSteps.dismissed ? null : <FirstSteps steps={view.firstSteps} figures={view.figures} busy={stepsBusy} onHide={() => onSteps(false)} />}
      {view.figures === null ? null : <Ready view={view} figures={view.figures} state={state} onStart={onStart} busy={busy} />}
      {view.firstSteps.dismissed ? <InlineStack><Button variant="plain" onClick={() => onSteps(true)} loading={stepsBusy}>{all.firstRun.steps.show}</Button></InlineStack> : null}
    </BlockStack>
  );
}

function Ready({ view, figures, state, onStart, busy }: { view: HomeView; figures: HomeFigures; state: HomeState; onStart: () => void; busy: boolean }) {
  const all = useWords();
  const words = all.homePage;
  const { kpis, orders, months } = figures.shop;
  const { provisional } = figures;
  if (orders === 0) {
    return (
      <>
        <NoOrders view={view} figures={figures} onStart={state === 'ready' ? onStart : null} busy={busy} />
        <SyncHealth view={view} action={null} />
      </>
    );
  }
  return (
    <>
      {provisional ? <ProvisionalNote figures={figures} run={view.latestImport} /> : <TagsCard tags={view.tags} writing={view.writing} primary={state === 'ready'} />}
      {provisional || view.attention === null ? null : <Attention attention={view.attention} />}
      {provisional ? null : <OutlookCard outlook={view.outlook} forecasting={view.forecasting} />}
      <Card>
        <BlockStack gap="400">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">{provisional ? words.figuresSoFar : words.figures}</Text>
            <Text as="p" tone="subdued" variant="bodySm">{words.asOf(figures.computedForDay)}</Text>
          </BlockStack>
          <Figures figures={figures} />
          {kpis.repeatBuyers === 0 && kpis.buyers > 0 && !provisional ? <NoRepeat buyers={kpis.buyers} /> : null}
        </BlockStack>
      </Card>
      {months.length === 0 || provisional ? null : <MonthlyCharts months={months} />}
      <Card>
        <BlockStack gap="400">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">{words.grid.title}</Text>
            <Text as="p" tone="subdued" variant="bodySm">{words.grid.what} <Explain term={words.grid.terms}>{`${all.recencyMeaning} ${all.frequencyMeaning} ${all.monetaryMeaning} ${all.worthMeaning}`}</Explain></Text>
          </BlockStack>
          <TierGrid figures={figures} />
          <TierTable figures={figures} />
          <GridRules figures={figures} />
        </BlockStack>
      </Card>
      {provisional ? null : <SyncHealth view={view} action={state === 'ready' ? <Button onClick={onStart} loading={busy}>{words.sync.importAgain}</Button> : null} />}
    </>
  );
}

function NoOrders({ view, figures, onStart, busy }: { view: HomeView; figures: HomeFigures; onStart: (() => void) | null; busy: boolean }) {
  const words = useWords().homePage;
  const read = view.lastFullImport?.parts.find((part) => part.kind === 'orders')?.done ?? 0;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.noOrders.title}</Text>
        <p>{words.noOrders.what}</p>
        <p className="rg-numbers">{words.noOrders.read(figures.shop.customers + figures.shop.excluded.customers, read)} {words.noOrders.next}</p>
        {onStart === null ? null : <Box><Button variant="primary" onClick={onStart} loading={busy}>{words.sync.importAgain}</Button></Box>}
      </BlockStack>
    </Card>
  );
}

function NoRepeat({ buyers }: { buyers: number }) {
  const words = useWords().homePage.noRepeat;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">{words.title}</Text>
      <p>{words.what} <span className="rg-numbers">{words.progress(buyers)}</span></p>
      <Box><Button url="/app/customers?stage=First-time">{words.action}</Button></Box>
    </BlockStack>
  );
}

function NeverImported({ onStart, busy }: { onStart: () => void; busy: boolean }) {
  const words = useWords().homePage.import.never;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <p>{words.what}</p>
        <Box><Button variant="primary" onClick={onStart} loading={busy}>{words.start}</Button></Box>
      </BlockStack>
    </Card>
  );
}

function Broken(props: { tone: 'critical' | 'warning'; title: string; again: string; onStart: () => void; busy: boolean; children: ReactNode }) {
  return (
    <Banner tone={props.tone} title={props.title}>
      <BlockStack gap="200">
        {props.children}
        <Box><Button variant="primary" onClick={props.onStart} loading={props.busy}>{props.again}</Button></Box>
      </BlockStack>
    </Banner>
  );
}

function Sorting() {
  const words = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.homePage.import.building}</Text>
        <div role="status"><Spinner size="small" accessibilityLabel={words.homePage.loadingFigures} /></div>
        <p>{words.homePage.import.buildingWhat}</p>
      </BlockStack>
    </Card>
  );
}
