import { useEffect, useState } from 'preact/hooks';
import { askRegulars } from '../../order-pages/ask-regulars.ts';
import type { Ask, ReviewHost } from './ask.ts';
import { ReviewForm } from './ReviewForm.tsx';

/** An order is asked about from seven days after its delivery on, for 90 days from then: before and long after that no place is kept. */
const MAYBE_DAYS = { from: 7, to: 130 };

/**
 * Asks about an order where the app says that it is time to; once answered it thanks, and lets the answers be changed.
 * @param age days since the order; null where that is not known
 * @param lines of the order
 */
export function ReviewQuestions({ shopify, order, age, lines }: { shopify: ReviewHost; order: string; age: number | null; lines: number }) {
  const { translate } = shopify.i18n;
  const [ask, setAsk] = useState<Ask | null | 'looking'>('looking');
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    askRegulars<{ ask: Ask | null }>(shopify, `/ask?order=${order}&placement=order-status`).then((found) => setAsk(found.ask), () => setAsk(null));
  }, [shopify, order]);
  if (ask === 'looking') return age !== null && age >= MAYBE_DAYS.from && age <= MAYBE_DAYS.to ? <Skeleton lines={lines} heading={translate('review.heading')} /> : null;
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

/** As tall as the form: a choice for each line, one for the shop, and the button. */
function Skeleton({ lines, heading }: { lines: number; heading: string }) {
  return (
    <s-section heading={heading}>
      <s-stack gap="large">
        {Array.from({ length: Math.min(lines, 20) + 2 }, (_, index) => <s-box key={index} minBlockSize="54px" background="subdued" borderRadius="base" />)}
      </s-stack>
    </s-section>
  );
}
