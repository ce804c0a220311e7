import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { FitView } from '../forecast/fit-progress.ts';
import { FitPhases } from './FitPhases.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** When the forecast was worked out last and what it came to; while that goes on, how far it is. One that failed for good waits among the work that failed. */
export function FitCard({ fit }: { fit: FitView }) {
  const { accuracy: { fit: words, underWay }, fault, failedWork } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{fit.underWay === null ? words.title : underWay}</Text>
        {fit.underWay === null ? (
          <>
            <p>{words.what}</p>
            {fit.fault === null ? null : <Text as="p" tone="critical">{words.failed(fault(fit.fault))} <Link to="/app/data/failed">{failedWork.title}</Link></Text>}
            <p>{fit.last === null ? words.never : <>{words.last(fit.last.at, fit.last.seconds)} {fit.last.state === null ? null : words.state[fit.last.state]} <Link to="/app/insights/accuracy">{words.accuracy}</Link></>}</p>
          </>
        ) : <FitPhases fit={fit} />}
      </BlockStack>
    </Card>
  );
}
