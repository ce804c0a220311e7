import { useEffect, useState } from 'preact/hooks';
import { askRegulars, Refused, type TokenSource } from '../../order-pages/ask-regulars.ts';
import type { Translate } from '../../order-pages/translate.ts';

const SOURCES = ['search', 'social', 'friend', 'advert', 'press', 'before', 'other'] as const;
/** The page can be faster than Shopify's word to the app of the order: it is told again after so long. */
const AGAIN_MS = [1_500, 3_000, 6_000];

interface QuestionProps {
  shopify: TokenSource & { i18n: { translate: Translate } };
  order: string;
}

/** Asks how the buyer found the shop, unless that was answered; thanks afterwards. Until that is known the question stands as it will, so that nothing jumps. */
export function SourceQuestion({ shopify, order }: QuestionProps) {
  const { translate } = shopify.i18n;
  const [state, setState] = useState<'looking' | 'open' | 'sending' | 'thanks' | 'nothing'>('looking');
  const [choice, setChoice] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [error, setError] = useState<'choose' | 'failed' | null>(null);
  useEffect(() => {
    askRegulars<{ source: string }>(shopify, `/ask?order=${order}&placement=thank-you`).then(({ source }) => setState(source === 'open' ? 'open' : 'nothing'), () => setState('nothing'));
  }, [shopify, order]);
  if (state === 'nothing') return null;
  if (state === 'thanks') return <s-banner tone="success" heading={translate('source.thanks')} />;

  const send = async (): Promise<void> => {
    if (choice === null) return setError('choose');
    setError(null);
    setState('sending');
    const answered = await sendSource(shopify, { order, source: { choice, ...(words.trim() === '' ? {} : { words: words.slice(0, 1_000) }) } }, AGAIN_MS);
    if (!answered) setError('failed');
    setState(answered ? 'thanks' : 'open');
  };
  return (
    <s-section>
      <s-stack gap="base">
        <s-choice-list
          label={translate('source.question')}
          disabled={state === 'looking'}
          values={choice === null ? [] : [choice]}
          error={error === 'choose' ? translate('source.choose') : undefined}
          onChange={(event) => {
            setChoice((event.currentTarget as unknown as { values?: string[] }).values?.[0] ?? null);
            setError(null);
          }}
        >
          {SOURCES.map((source) => <s-choice key={source} value={source}>{translate(`source.choice.${source}`)}</s-choice>)}
        </s-choice-list>
        {choice === 'other' || choice === 'press' || choice === 'friend' ? (
          <s-text-field label={translate('source.words')} maxLength={200} value={words} onInput={(event) => setWords((event.currentTarget as unknown as { value?: string }).value ?? '')} />
        ) : null}
        {error === 'failed' ? <s-banner tone="critical" heading={translate('source.failed')} /> : null}
        <s-button variant="secondary" disabled={state === 'looking'} loading={state === 'sending'} onClick={() => void send()}>{translate('source.send')}</s-button>
      </s-stack>
    </s-section>
  );
}

/** @returns whether the app has an answer of this order now */
async function sendSource(shopify: TokenSource, body: unknown, waits: readonly number[]): Promise<boolean> {
  try {
    await askRegulars(shopify, '/answers', { body });
    return true;
  } catch (error) {
    const [wait, ...rest] = waits;
    if (error instanceof Refused && error.code === 'answered-already') return true;
    if (!(error instanceof Refused) || error.code !== 'order-unknown' || wait === undefined) return false;
    await new Promise((done) => setTimeout(done, wait));
    return sendSource(shopify, body, rest);
  }
}
