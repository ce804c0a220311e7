import { BlockStack, Button, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { FLOOR_BUYERS } from '../profiles/floor.ts';
import { changedTags, type RiskPreview, type SettingsPreview as Preview, type TagPreview } from '../settings/settings-preview.ts';
import { RecordTable } from './RecordTable.tsx';
import type { PreviewState } from './use-settings-preview.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Moves that are listed one by one. */
const LISTED_MOVES = 8;

/** What saving would do, beneath the setting that was changed last. */
export function SettingsPreview({ state, wrong, automatic, onAgain }: { state: PreviewState; wrong: boolean; automatic: boolean; onAgain: () => void }) {
  const { settingsPage: { preview: words }, refusal } = useWords();
  return (
    <section className="rg-preview" aria-label={words.title}>
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">{words.title}</Text>
        {wrong ? <p>{words.faults}</p> : state.kind === 'working' || state.kind === 'none' ? <Working percent={state.kind === 'working' ? state.percent : 0} />
          : state.kind === 'failed' ? (
            <InlineStack gap="300" blockAlign="center">
              <p role="alert">{state.fault === null ? words.failed : refusal(state.fault)}</p>
              <Button onClick={onAgain}>{words.again}</Button>
            </InlineStack>
          ) : <Outcome preview={state.preview} automatic={automatic} />}
      </BlockStack>
    </section>
  );
}

function Working({ percent }: { percent: number }) {
  const words = useWords().settingsPage.preview;
  return (
    <BlockStack gap="200">
      <p>{words.working(percent)}</p>
      <ProgressBar progress={percent} size="small" ariaLabelledBy="settings-preview-bar" />
      <span id="settings-preview-bar" className="rg-hidden">{words.bar}</span>
    </BlockStack>
  );
}

function Outcome({ preview, automatic }: { preview: Preview; automatic: boolean }) {
  const words = useWords().settingsPage.preview;
  const tags = changedTags(preview);
  if (preview.customers === 0) return <p role="status">{words.nobodyYet}</p>;
  const { rules } = preview;
  return (
    <BlockStack gap="300">
      <Risk risk={preview.risk} />
      {preview.worth ? <p><strong>{words.worth}</strong></p> : null}
      <p role="status"><strong>{preview.moved === 0 ? words.nobody(preview.customers) : words.moved(preview.moved, preview.customers)}</strong></p>
      {rules !== null && !rules.floor.met && rules.floor.buyers < FLOOR_BUYERS && preview.moved === 0 ? <p>{words.waits}</p> : null}
      {preview.moved === 0 ? null : <Moves preview={preview} />}
      {tags.length === 0 ? <p>{words.tagsSame}</p> : <TagChanges tags={tags} />}
      {tags.filter((tag) => tag.nameNow !== tag.nameThen && tag.onThen).map((tag) => (
        <p key={tag.rule}>{tag.renamed === 0 ? words.oldNameNowhere(tag.nameNow) : words.oldName(tag.nameNow, tag.nameThen, tag.renamed)}</p>
      ))}
      {tags.length === 0 ? null : <Text as="p" tone="subdued">{words.proposal(preview.proposal.adds, preview.proposal.removes, automatic)}</Text>}
    </BlockStack>
  );
}

/** Whose risk is past the line before and after: where the line is not moved there is nothing to say. */
function Risk({ risk: { lineNow, lineThen, past } }: { risk: RiskPreview }) {
  const words = useWords().settingsPage.preview;
  if (lineNow === lineThen) return null;
  return <p><strong>{past === null ? words.noForecast : words.pastLine(lineNow / 100, past.now, lineThen / 100, past.then)}</strong></p>;
}

function Moves({ preview }: { preview: Preview }) {
  const { settingsPage, number } = useWords();
  const words = settingsPage.preview;
  const listed = preview.moves.slice(0, LISTED_MOVES);
  const more = preview.moves.length - listed.length;
  const table = (moves: Preview['moves']) => (
    <RecordTable
      caption={words.caption}
      columns={[{ key: 'from', heading: words.from }, { key: 'to', heading: words.to }, { key: 'customers', heading: words.customers, numeric: true }]}
      rows={moves.map((move) => ({
        key: `${move.from}-${move.to}`, cells: { from: settingsPage.standing(move.from), to: settingsPage.standing(move.to), customers: number(move.customers) },
      }))}
    />
  );
  return (
    <>
      {table(listed)}
      {more === 0 ? null : <details className="rg-details"><summary>{words.more(more)}</summary>{table(preview.moves.slice(LISTED_MOVES))}</details>}
    </>
  );
}

function TagChanges({ tags }: { tags: readonly TagPreview[] }) {
  const words = useWords().settingsPage.preview;
  const { number } = useFormats();
  const name = (tag: TagPreview) => (
    <>
      <span className="rg-break">{tag.nameNow === tag.nameThen ? tag.nameNow : words.renamed(tag.nameNow, tag.nameThen)}</span>
      {tag.onNow === tag.onThen ? null : <small>{tag.onThen ? words.switchedOn : words.switchedOff}</small>}
    </>
  );
  return (
    <RecordTable
      caption={words.tagsCaption}
      columns={[
        { key: 'tag', heading: words.tag }, { key: 'now', heading: words.now, numeric: true }, { key: 'then', heading: words.then, numeric: true },
        { key: 'newly', heading: words.newly, numeric: true }, { key: 'noLonger', heading: words.noLonger, numeric: true },
      ]}
      rows={tags.map((tag) => ({
        key: tag.rule,
        cells: {
          tag: name(tag), now: tag.onNow ? number(tag.wantedNow) : words.off, then: tag.onThen ? number(tag.wantedThen) : words.off,
          newly: number(tag.gained), noLonger: number(tag.lost),
        },
      }))}
    />
  );
}
