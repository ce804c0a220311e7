import { Banner, BlockStack, Box, Button, Card, Spinner, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { HomeView } from '../insights/home.ts';
import { Explain } from './Explain.tsx';
import { homeState, type HomeState } from './home-state.ts';
import { Figures } from './Figures.tsx';
import { GridRules } from './GridRules.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { SyncHealth } from './SyncHealth.tsx';
import { TagsCard } from './TagsCard.tsx';
import { TierGrid, TierTable } from './TierGrid.tsx';
import { useWords } from './words/WordsProvider.tsx';

interface HomeProps {
  view: HomeView;
  busy: boolean;
  onStart: () => void;
  onCancel: () => void;
}

/** Home in each of its states. */
export function HomeScreen({ view, busy, onStart, onCancel }: HomeProps) {
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
          {run?.errorMessage ? <p>{words.import.failedWith(run.errorMessage)}</p> : null}
          <p>{words.import.failedNext}</p>
        </Broken>
      ) : null}
      {state === 'cancelled' ? (
        <Broken tone="warning" title={words.import.cancelled} onStart={onStart} busy={busy} again={words.import.again}>
          <p>{words.import.cancelledWhat}</p>
        </Broken>
      ) : null}
      {state === 'unsorted' ? (
        <Broken tone="warning" title={words.import.unsorted} onStart={onStart} busy={busy} again={words.import.again}>
          <p>{words.import.unsortedWhat}</p>
        </Broken>
      ) : null}
      {state === 'sorting' ? <Sorting /> : null}
      {view.readsAllOrders === false ? <Banner tone="warning" title={words.sixtyDays.title}><p>{words.sixtyDays.what}</p></Banner> : null}
      {view.figures === null ? null : <Ready view={view} state={state} onStart={onStart} busy={busy} />}
    </BlockStack>
  );
}

function Ready({ view, state, onStart, busy }: { view: HomeView; state: HomeState; onStart: () => void; busy: boolean }) {
  const all = useWords();
  const words = all.homePage;
  const { figures, tags } = view;
  if (figures === null) return null;
  const empty = figures.shop.orders === 0;
  return (
    <>
      {empty ? null : <TagsCard tags={tags} primary={state === 'ready'} />}
      {empty ? (
        <Card><BlockStack gap="200"><Text as="h2" variant="headingMd">{words.noOrders.title}</Text><p>{words.noOrders.what}</p></BlockStack></Card>
      ) : (
        <>
          <Card>
            <BlockStack gap="400">
              <BlockStack gap="050">
                <Text as="h2" variant="headingMd">{words.figures}</Text>
                <Text as="p" tone="subdued" variant="bodySm">{words.asOf(figures.computedForDay)}</Text>
              </BlockStack>
              <Figures figures={figures} />
              {figures.shop.kpis.repeatBuyers === 0 ? <Text as="p">{words.noRepeat}</Text> : null}
            </BlockStack>
          </Card>
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
        </>
      )}
      <SyncHealth
        view={view}
        action={state === 'ready' ? <Button onClick={onStart} loading={busy}>{words.sync.importAgain}</Button> : null}
      />
    </>
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
