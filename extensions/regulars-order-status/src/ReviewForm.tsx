import { useState } from 'preact/hooks';
import { askRegulars, Refused } from '../../order-pages/ask-regulars.ts';
import type { Ask, ReviewHost } from './ask.ts';

const STARS = ['5', '4', '3', '2', '1'];
const SCORES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const MOST_WORDS = 1_000;

type Field = { values?: string[]; value?: string };
const valueOf = (event: Event): string => (event.currentTarget as unknown as Field).value ?? '';
const choiceOf = (event: Event): number | null => {
  const [value] = (event.currentTarget as unknown as Field).values ?? [];
  return value === undefined ? null : Number(value);
};

/** Stars and words for each line, and how likely the buyer is to recommend the shop. Every part may be left out, not all of them. */
export function ReviewForm({ shopify, ask, onSaved }: { shopify: ReviewHost; ask: Ask; onSaved: (saved: Ask) => void }) {
  const { translate } = shopify.i18n;
  const [draft, setDraft] = useState(ask);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<'nothing' | 'closed' | 'failed' | null>(null);
  const changeLine = (line: string, change: Partial<Ask['lines'][number]>): void => {
    setError(null);
    setDraft((before) => ({ ...before, lines: before.lines.map((one) => (one.line === line ? { ...one, ...change } : one)) }));
  };
  const send = async (): Promise<void> => {
    const lines = draft.lines.flatMap(({ line, stars, words }) => (stars === null ? [] : [{ line, stars, words }]));
    if (lines.length === 0 && draft.nps === null) return setError('nothing');
    setError(null);
    setSending(true);
    try {
      await askRegulars(shopify, '/answers', { body: { order: draft.order, ...(lines.length === 0 ? {} : { lines }), ...(draft.nps === null ? {} : { nps: { score: draft.nps, words: draft.npsWords } }) } });
      onSaved(draft);
    } catch (caught) {
      setError(caught instanceof Refused && caught.code === 'closed' ? 'closed' : 'failed');
    }
    setSending(false);
  };
  return (
    <s-section heading={translate('review.heading')}>
      <s-stack gap="large">
        {draft.lines.map((line) => {
          const name = line.variant === null ? line.title : `${line.title}, ${line.variant}`;
          return (
            <s-stack key={line.line} gap="small-200">
              <s-choice-list
                label={name}
                variant="inline"
                values={line.stars === null ? [] : [String(line.stars)]}
                onChange={(event) => changeLine(line.line, { stars: choiceOf(event) })}
              >
                {STARS.map((stars) => <s-choice key={stars} value={stars} accessibilityLabel={translate(`review.stars.${stars}`)}>{`${stars} ★`}</s-choice>)}
              </s-choice-list>
              {/* First the stars: a page of empty boxes is no question. */}
              {line.stars === null ? null : <s-text-area label={translate('review.words', { product: name })} rows={2} maxLength={MOST_WORDS} value={line.words ?? ''} onInput={(event) => changeLine(line.line, { words: valueOf(event) })} />}
            </s-stack>
          );
        })}
        <s-stack gap="small-200">
          <s-choice-list
            label={translate('review.recommend')}
            variant="inline"
            values={draft.nps === null ? [] : [String(draft.nps)]}
            error={error === 'nothing' ? translate('review.choose') : undefined}
            onChange={(event) => {
              setError(null);
              setDraft({ ...draft, nps: choiceOf(event) });
            }}
          >
            {SCORES.map((score) => <s-choice key={score} value={score} accessibilityLabel={translate('review.score', { score })}>{score}</s-choice>)}
          </s-choice-list>
          {draft.nps === null ? null : <s-text-area label={translate('review.recommend_words')} rows={2} maxLength={MOST_WORDS} value={draft.npsWords ?? ''} onInput={(event) => setDraft({ ...draft, npsWords: valueOf(event) })} />}
        </s-stack>
        {error === 'failed' || error === 'closed' ? <s-banner tone="critical" heading={translate(`review.${error}`)} /> : null}
        <s-stack gap="small-200" alignItems="start">
          <s-button variant="primary" loading={sending} onClick={() => void send()}>{translate('review.send')}</s-button>
          <s-text color="subdued" type="small">{translate('review.who_reads')}</s-text>
        </s-stack>
      </s-stack>
    </s-section>
  );
}
