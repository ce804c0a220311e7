import { Banner, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { DataPageView } from '../insights/data-page.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The zip with everything: what is in it, how far the download is, when there was one last. */
export function ArchiveCard({ archive, busy, onStart }: { archive: DataPageView['archive']; busy: boolean; onStart: () => void }) {
  const page = useWords().dataPage;
  const words = page.archive;
  const { percent } = useFormats();
  const running = archive?.state === 'running';
  const share = archive === null || archive.rowsExpected === null || archive.rowsExpected === 0 ? 0 : Math.min(1, archive.rows / archive.rowsExpected);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <p>{words.what}</p>
        {archive?.state === 'broken-off' ? <Banner tone="warning"><p>{words.broken(archive.at)}</p></Banner> : null}
        {running ? (
          <>
            <p className="rg-hidden" role="status">{words.label}: {percent(Math.floor(share * 10) / 10)}</p>
            <progress className="rg-meter" max={1} value={share} aria-label={words.label} />
          </>
        ) : null}
        <InlineStack gap="300" align="space-between" blockAlign="center">
          <p className="rg-numbers">{archive === null ? '' : running ? words.running(archive.rows, archive.rowsExpected) : archive.state === 'done' ? words.done(archive.at, page.size(archive.bytes)) : archive.state === 'asked' || archive.state === 'expired' ? words.expired : ''}</p>
          <Button onClick={onStart} loading={busy} disabled={running}>{words.start}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
