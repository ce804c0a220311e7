import { BlockStack, Card, Text } from '@shopify/polaris';
import type { CSSProperties } from 'react';
import { cohortsTogether } from '../insights/cohorts-together.ts';
import type { Cohort } from '../insights/insight-figures.ts';
import { Explain } from './Explain.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The heat map of cohorts: a table whose cells hold their numbers, the more the darker. It scrolls inside of its own box. */
export function CohortCard({ cohorts }: { cohorts: readonly Cohort[] }) {
  const all = useWords();
  const words = all.insights.cohorts;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.title}<Explain term={words.title}>{words.share}</Explain></Text>
          <Text as="p" tone="subdued" variant="bodySm">{words.what}</Text>
        </BlockStack>
        {cohorts.length === 0 ? <p>{words.none}</p> : <CohortTable cohorts={cohorts} />}
        <Text as="p" tone="subdued" variant="bodySm">{words.how}</Text>
      </BlockStack>
    </Card>
  );
}

function CohortTable({ cohorts }: { cohorts: readonly Cohort[] }) {
  const words = useWords().insights.cohorts;
  const { number, percent, calendarMonth } = useFormats();
  const together = cohortsTogether(cohorts);
  const months = Math.max(...cohorts.map(({ active }) => active.length));
  // Everybody bought in month 0, beside which all others would look alike.
  const most = Math.max(0.01, ...cohorts.flatMap(({ buyers, active }) => active.slice(1).map((one) => (buyers === 0 ? 0 : one / buyers))));
  const whole = (share: number) => percent(Math.round(100 * share) / 100);
  const cell = (since: number, share: number | null, notOver: boolean) => (
    <td key={since} className={since === 0 ? undefined : 'rg-heat'} style={share === null || since === 0 ? undefined : ({ '--heat': (share / most).toFixed(3) } as CSSProperties)}>
      {share === null ? null : <>{whole(share)}{notOver ? '*' : ''}</>}
    </td>
  );
  return (
    <div className="rg-scroll" role="region" aria-label={words.scroll} tabIndex={0}>
      <table className="rg-cohorts">
        <caption className="rg-hidden">{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.month}</th>
            <th scope="col" className="rg-number">{words.buyers}</th>
            {Array.from({ length: months }, (_, since) => <th key={since} scope="col"><span aria-hidden="true">{number(since)}</span><span className="rg-hidden">{words.since(since)}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {together.length < 2 ? null : (
            <tr>
              <th scope="row">{words.all}</th>
              <td className="rg-number">{number(cohorts.reduce((sum, cohort) => sum + cohort.buyers, 0))}</td>
              {together.map(({ buyers, active }, since) => cell(since, buyers === 0 ? null : active / buyers, false))}
              {Array.from({ length: months - together.length }, (_, index) => <td key={`after ${index}`} />)}
            </tr>
          )}
          {[...cohorts].reverse().map(({ month, buyers, active }) => (
            <tr key={month}>
              <th scope="row">{calendarMonth(month)}</th>
              <td className="rg-number">{number(buyers)}</td>
              {active.map((one, since) => cell(since, buyers === 0 ? null : one / buyers, since === active.length - 1))}
              {active.length === months ? null : <td colSpan={months - active.length} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
