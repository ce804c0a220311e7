import { Banner, Button } from '@shopify/polaris';
import { RefusalBanner } from './RefusalBanner.tsx';
import type { useExport } from './use-export.ts';
import { useWords } from './words/WordsProvider.tsx';

/** How far the file is that somebody asked for; nothing where nobody did. */
export function ExportStatus({ file }: { file: ReturnType<typeof useExport> }) {
  const words = useWords();
  const { file: page } = words.customersPage;
  const { progress, link } = file;
  if (file.refusal !== null) return <RefusalBanner refusal={file.refusal} onDismiss={file.dismiss} />;
  if (progress?.state === 'broken-off') {
    return <Banner tone="warning" title={page.brokenTitle} action={{ content: page.again, onAction: file.again }} onDismiss={file.dismiss}><p>{page.broken(progress.rows)}</p></Banner>;
  }
  if (progress?.state === 'expired') {
    return <Banner tone="warning" title={page.expiredTitle} action={{ content: page.again, onAction: file.again }} onDismiss={file.dismiss}><p>{page.expired}</p></Banner>;
  }
  if (!file.asking && link === null) return null;
  const running = progress?.state === 'running';
  return (
    <div className="rg-export">
      <span role="status" className="rg-numbers">
        {progress?.state === 'done' ? page.done(progress.rows, progress.bytes) : running ? page.sending(progress.rows, progress.rowsExpected) : file.asking ? page.asking : page.starting}
      </span>
      {running && progress.rowsExpected !== null ? <progress className="rg-meter" aria-label={page.sending(progress.rows, progress.rowsExpected)} max={Math.max(1, progress.rowsExpected)} value={progress.rows} /> : null}
      {/* Not Remix's link: this address is a file, and no page of the app. */}
      {progress?.state === 'asked' && link !== null ? <a href={link} download="" className="rg-link">{page.byHand}</a> : null}
      {progress?.state === 'done' ? <Button variant="plain" onClick={file.dismiss}>{words.close}</Button> : null}
    </div>
  );
}
