import { Form } from '@remix-run/react';
import { BlockStack, Button, Card, Checkbox, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { LEAST_BUYERS, LEAST_SHOPPERS, type Difference, type Lift } from '../recommendations/lift.ts';
import type { ResultsPage } from '../recommendations/recommendations-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { NO_VALUE } from './format.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Whether lists earn more than would have been bought anyway: both arms, the difference with its interval, and the share that is held out. */
export function LiftCard({ page: { earned, holdout } }: { page: ResultsPage }) {
  const words = useWords().recommendations.lift;
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      <div className="rg-card-body">
        <BlockStack gap="200">
          {holdout === null ? <p>{words.notYet}</p> : earned.holdout === null ? <p>{words.off}</p> : (
            <>
              <p>{words.what(earned.holdout.percent / 100, earned.holdout.since)}</p>
              <p><strong>{verdictOf(earned.holdout.lift, words)}</strong></p>
            </>
          )}
        </BlockStack>
      </div>
      {earned.holdout === null ? null : <Arms lift={earned.holdout.lift} />}
      {holdout === null ? null : <div className="rg-card-body rg-card-end"><Setting key={`${holdout.since}`} holdout={holdout} /></div>}
    </Card>
  );
}

type LiftWords = ReturnType<typeof useWords>['recommendations']['lift'];

function verdictOf(lift: Lift, words: LiftWords): string {
  if (lift.state === 'too-few') return words.tooFew(LEAST_SHOPPERS, LEAST_BUYERS);
  return { higher: words.higher, lower: words.lower, 'cannot-tell': words.cannotTell }[lift.value.verdict];
}

function Arms({ lift }: { lift: Lift }) {
  const words = useWords().recommendations.lift;
  const { number, money, percent } = useFormats();
  const { shown, heldOut } = lift;
  const measured = lift.state === 'measured' ? lift : null;
  const perShopper = ({ shoppers, value }: Lift['shown']): string => (shoppers === 0 ? NO_VALUE : money(Math.round(value / shoppers)));
  const share = ({ shoppers, buyers }: Lift['shown']): string => (shoppers === 0 ? NO_VALUE : `${number(buyers)} (${percent(buyers / shoppers)})`);
  const compared = (difference: Difference | undefined, show: (value: number) => string) => (difference === undefined ? { difference: null, interval: null } : {
    difference: <>{signed(difference.difference, show)}{difference.ratio === null ? null : <><br /><small>{words.ratio(rounded(difference.ratio.value), rounded(difference.ratio.low), rounded(difference.ratio.high))}</small></>}</>,
    interval: words.between(signed(difference.low, show), signed(difference.high, show)),
  });
  return (
    <>
      <RecordTable
        caption={words.caption}
        columns={[{ key: 'figure', heading: words.figure }, { key: 'shown', heading: words.shown, numeric: true }, { key: 'heldOut', heading: words.heldOut, numeric: true }, ...(measured === null ? [] : [{ key: 'difference', heading: words.difference, numeric: true }, { key: 'interval', heading: words.interval, numeric: true }])]}
        rows={[
          { key: 'shoppers', cells: { figure: words.shoppers, shown: number(shown.shoppers), heldOut: number(heldOut.shoppers), difference: null, interval: null } },
          { key: 'buyers', cells: { figure: words.buyers, shown: share(shown), heldOut: share(heldOut), ...compared(measured?.buying, (value) => words.points(Math.round(value * 1_000) / 10)) } },
          { key: 'value', cells: { figure: words.perShopper, shown: perShopper(shown), heldOut: perShopper(heldOut), ...compared(measured?.value, (value) => money(Math.round(value))) } },
        ]}
      />
      {measured === null ? null : <div className="rg-card-body"><p className="rg-small">{words.once}</p></div>}
    </>
  );
}

function signed(value: number, show: (value: number) => string): string {
  return value > 0 ? `+${show(value)}` : show(value);
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}

function Setting({ holdout }: { holdout: NonNullable<ResultsPage['holdout']> }) {
  const all = useWords();
  const words = all.recommendations.lift;
  const [percent, setPercent] = useState(String(holdout.percent));
  const [again, setAgain] = useState(false);
  const save = useSubmission('/app/recommendations/holdout', () => words.saved);
  const changed = percent.trim() !== String(holdout.percent) || again;
  return (
    <Form onSubmit={(event) => {
      event.preventDefault();
      if (changed && !save.busy) save.submit({ percent, again: again ? 'yes' : 'no' });
    }}>
      <BlockStack gap="200" inlineAlign="start">
        <RefusalBanner refusal={save.refusal} onDismiss={save.dismiss} />
        <TextField label={words.setting} type="number" min={0} max={50} value={percent} onChange={setPercent} autoComplete="off" helpText={words.settingHelp} />
        <Checkbox label={words.again} helpText={words.againHelp} checked={again} onChange={setAgain} />
        <Button submit disabled={!changed} loading={save.busy}>{words.save}</Button>
        <p className="rg-small">{holdout.by === '' ? words.standard : words.chosen(holdout.by, holdout.since)} {holdout.published ? null : words.publishing}</p>
      </BlockStack>
    </Form>
  );
}
