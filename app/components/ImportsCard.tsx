import { Link } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { ImportView } from '../insights/home.ts';
import { ImportProgress } from './ImportProgress.tsx';
import { useWords } from './words/WordsProvider.tsx';

interface ImportsCardProps {
  /** The last one. */
  run: ImportView | null;
  /** Whether any has gone through. */
  imported: boolean;
  busy: boolean;
  onStart: () => void;
  onCancel: () => void;
}

/** Where imports stand: the one under way, else how the last one ended, with the way to its page and to all of them. */
export function ImportsCard({ run, imported, busy, onStart, onCancel }: ImportsCardProps) {
  const words = useWords();
  const page = words.dataPage.imports;
  if (run !== null && (run.status === 'queued' || run.status === 'running')) return <ImportProgress run={run} onStart={onStart} onCancel={onCancel} busy={busy} />;
  const rejected = run?.parts.reduce((sum, part) => sum + part.rejected, 0) ?? 0;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{page.title}</Text>
        <p>{page.what}</p>
        {run?.status === 'failed' ? <Banner tone="warning" title={words.homePage.import.failed}><p>{run.fault === null ? '' : words.homePage.import.failedWith(words.fault(run.fault))} {words.homePage.import.failedNext}</p></Banner> : null}
        {run?.status === 'cancelled' ? <p>{words.homePage.import.cancelled}. {imported ? words.homePage.import.cancelledAgain : words.homePage.import.cancelledWhat}</p> : null}
        <p>{run === null ? page.none : page.last(run.finishedAt ?? run.requestedAt)}</p>
        {run === null ? null : (
          <InlineStack gap="400">
            <Link className="rg-link" to={`/app/data/imports/${run.id}`}>{page.details}</Link>
            <Link className="rg-link" to="/app/data/imports">{page.all}</Link>
          </InlineStack>
        )}
        {run !== null && rejected > 0 ? <p><Link className="rg-link" to={`/app/data/imports/${run.id}`}>{page.rejected(rejected)}</Link></p> : null}
      </BlockStack>
    </Card>
  );
}
