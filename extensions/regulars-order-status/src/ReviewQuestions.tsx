import { useEffect, useState } from 'preact/hooks';
import { askRegulars } from '../../order-pages/ask-regulars.ts';
import type { Ask, ReviewHost } from './ask.ts';
import { ReviewForm } from './ReviewForm.tsx';

/** Asks about an order where the app says that it is time to; once answered it thanks, and lets the answers be changed. */
export function ReviewQuestions({ shopify, order }: { shopify: ReviewHost; order: string }) {
  const { translate } = shopify.i18n;
  const [ask, setAsk] = useState<Ask | null>(null);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    askRegulars<{ ask: Ask | null }>(shopify, `/ask?order=${order}&placement=order-status`).then((found) => setAsk(found.ask), () => undefined);
  }, [shopify, order]);
  // Whether there is a question is not known before, and most pages have none: nothing stands in its place.
  if (ask === null) return null;
  if (ask.answered && !editing) {
    return (
      <s-banner tone="success" heading={translate('review.thanks')}>
        <s-stack gap="small-200" alignItems="start">
          <s-text>{translate('review.thanks_more')}</s-text>
          <s-button variant="secondary" onClick={() => setEditing(true)}>{translate('review.change')}</s-button>
        </s-stack>
      </s-banner>
    );
  }
  return (
    <ReviewForm
      shopify={shopify}
      ask={ask}
      onSaved={(saved) => {
        setAsk({ ...saved, answered: true });
        setEditing(false);
      }}
    />
  );
}
