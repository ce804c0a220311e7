import { Link } from '@remix-run/react';
import { BlockStack, Box, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { ImportPageView } from '../insights/data-page.ts';
import { Pager } from './Pager.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Rows that were left out: by reason with what to do, one by one, and as files. */
export function RejectedRows({ view, address, busy, onDownload }: { view: ImportPageView; address: (query: Record<string, string>) => string; busy: boolean; onDownload: (form: 'csv' | 'jsonl') => void }) {
  const { dataPage: { rejects: words, run: { kinds } } } = useWords();
  const { number } = useFormats();
  const { run, groups, rows, kept, code } = view;
  if (run.rejected === 0) return run.status === 'succeeded' ? <Card><p>{words.none}</p></Card> : null;
  if (kept === 0) return <Card><BlockStack gap="200"><Text as="h2" variant="headingMd">{words.title}</Text><p>{words.forgotten(run.rejected)}</p></BlockStack></Card>;
  const reasonOf = (one: string) => words.reasons[one] ?? words.otherReason;
  const codes = [...new Set(groups.map((group) => group.code))];
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="400">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">{words.title}</Text>
            <p>{words.what}</p>
            {kept < run.rejected ? <p>{words.partly(kept, run.rejected)}</p> : null}
          </BlockStack>
          <ul className="rg-tag-reasons">
            {codes.map((one) => {
              const own = groups.filter((group) => group.code === one);
              return (
                <li key={one}>
                  <BlockStack gap="050">
                    <Text as="h3" variant="headingSm">{reasonOf(one).title}</Text>
                    <p className="rg-numbers">{own.map((group) => words.count(kinds[group.kind] ?? group.kind, group.rows)).join(', ')}</p>
                    <p>{reasonOf(one).todo}</p>
                    <p className="rg-small">{words.example(words.why(own[0]?.example ?? ''))}</p>
                    {codes.length > 1 && code !== one ? <p><Link className="rg-link" preventScrollReset to={address({ reason: one })} aria-label={words.onlyThese(reasonOf(one).title)}>{words.only}</Link></p> : null}
                  </BlockStack>
                </li>
              );
            })}
          </ul>
          <InlineStack gap="200">
            <Button onClick={() => onDownload('csv')} loading={busy}>{words.csv}</Button>
            <Button onClick={() => onDownload('jsonl')} loading={busy}>{words.jsonl}</Button>
          </InlineStack>
          {code === null ? null : (
            <InlineStack gap="400">
              <p>{words.shown(reasonOf(code).title)}</p>
              <Link className="rg-link" preventScrollReset to={address({})}>{words.all}</Link>
            </InlineStack>
          )}
        </BlockStack>
      </Box>
      <RecordTable
        caption={words.caption}
        columns={[{ key: 'what', heading: words.columns.what, nowrap: true }, { key: 'line', heading: words.columns.line, numeric: true }, { key: 'reason', heading: words.columns.reason, wide: true }, { key: 'raw', heading: words.columns.raw, wide: true }]}
        rows={rows.map((row) => ({
          key: `${row.kind} ${row.lineNumber}`,
          cells: {
            what: kinds[row.kind] ?? row.kind,
            line: number(row.lineNumber),
            reason: <span className="rg-break">{words.why(row.reason)}</span>,
            raw: <details className="rg-details"><summary>{words.showRow}</summary><code className="rg-break">{row.raw}</code></details>,
          },
        }))}
      />
      <div className="rg-card-foot">
        <Pager
          previous={view.previous === null ? null : address({ ...(code === null ? {} : { reason: code }), before: view.previous })}
          next={view.next === null ? null : address({ ...(code === null ? {} : { reason: code }), after: view.next })}
        />
      </div>
    </Card>
  );
}
