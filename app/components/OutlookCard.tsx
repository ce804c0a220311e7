import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import { EVERYBODY } from '../customers/saved-view.ts';
import type { ShopOutlook } from '../forecast/outlook.ts';
import type { Stage } from '../profiles/stage.ts';
import { customersAddress } from './customer-address.ts';
import { Figure } from './Figure.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

const slipping = (stage: Stage): string => customersAddress({ ...EVERYBODY, stages: [stage], sort: 'value' });
const DUE = customersAddress({ ...EVERYBODY, due: true, sort: 'next-order', direction: 'asc' });

/** What the shop can expect of its customers: the money of those who slip away, and whose order is due; or why nothing is said, and how far it is. */
export function OutlookCard({ outlook, forecasting }: { outlook: ShopOutlook; forecasting: boolean }) {
  const { outlook: words, forecast } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          {outlook.shown ? <Text as="p" tone="subdued" variant="bodySm">{words.asOf(outlook.forDay)} <Link to="/app/insights/accuracy">{words.accuracy}</Link></Text> : null}
        </BlockStack>
        {outlook.shown ? <Expected outlook={outlook} /> : (
          <Text as="p" tone="subdued">
            {outlook.reason === 'not-yet' && forecasting ? words.underWay : forecast.reason[outlook.reason]}
            {outlook.reason === 'below-floor' && outlook.progress !== null ? ` ${forecast.progress(outlook.progress)}` : null}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function Expected({ outlook }: { outlook: Extract<ShopOutlook, { shown: true }> }) {
  const { outlook: words, stageName } = useWords();
  const { money, number } = useFormats();
  const { atRisk, lapsed, expectedSpend, due, forDay } = outlook;
  const spend = atRisk.spend + lapsed.spend;
  const parts = ([['At risk', atRisk], ['Lapsed', lapsed]] as const).filter(([, of]) => of.customers > 0);
  return (
    <dl className="rg-figures rg-figures-two">
      <Figure
        name={words.atRisk}
        how={words.atRiskHow}
        value={money(spend, { whole: true })}
        note={(
          <>
            {words.shareOf(expectedSpend > 0 ? spend / expectedSpend : 0, expectedSpend)}
            <ul className="rg-list">{parts.map(([stage, of]) => <li key={stage}><Link className="rg-link" to={slipping(stage)}>{words.part(stageName[stage], of.customers)}</Link>: {money(of.spend, { whole: true })}</li>)}</ul>
          </>
        )}
      />
      <Figure
        name={words.due}
        how={words.dueHow}
        value={number(due)}
        note={(
          <>
            {words.week(forDay, forDay + 6)}
            {due === 0 ? null : <><br /><Link className="rg-link" to={DUE}>{words.see}</Link></>}
          </>
        )}
      />
    </dl>
  );
}
