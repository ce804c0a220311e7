import type { RiskCause } from '../../forecast/risk-event.ts';
import type { TierChangeCause } from '../../profiles/tier-change.ts';
import type { Stage } from '../../profiles/stage.ts';
import type { Tier } from '../../profiles/tier.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import { standingNames } from './standing-names.ts';

/** Words of a customer's timeline, and of the pictures of their scores. */
export function englishTimeline(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, percent, money } = formats;
  const { counted } = frame;
  const { tier, stage, share } = standingNames(formats, frame);
  return {
    title: 'Timeline',
    show: 'What the timeline shows',
    choice: { all: 'Everything', orders: 'Orders, refunds and answers', changes: 'Tiers, tags and risk' },
    none: { all: 'Nothing has happened yet. Orders, refunds, tags and moves between tiers appear here.', orders: 'No orders.', changes: 'No move between tiers and no tag change yet. They are noted from the first full sorting on.' },
    kind: { order: 'Order', refund: 'Refund', tag: 'Tag', 'merchant-tag': 'Tag', tier: 'Tier', merge: 'Merged', risk: 'Risk', answers: 'Answers' },
    order: (name: string) => `Order ${name}`,
    refund: (amount: string) => `Refund of ${amount}`,
    refundOf: (order: string) => `For order ${order}`,
    line: (quantity: number, title: string) => `${number(quantity)} × ${title}`,
    giftCard: 'Gift card',
    more: (count: number) => `and ${counted(count, 'more line', 'more lines')}`,
    value: (amount: string) => `Net value ${amount}`,
    otherCurrency: 'In a currency that your shop has since left: not in any sum of money.',
    financial: {
      PAID: 'Paid', PARTIALLY_PAID: 'Partly paid', PARTIALLY_REFUNDED: 'Partly refunded', REFUNDED: 'Refunded', PENDING: 'Payment pending', AUTHORIZED: 'Authorised', VOIDED: 'Voided', EXPIRED: 'Expired',
    } as Record<string, string>,
    cancelled: 'Cancelled',
    test: 'Test',
    notCounted: 'Does not count: only paid orders that are not cancelled and no test do.',
    tagAdded: (name: string) => `Tag ${name} added by Regulars`,
    tagRemoved: (name: string) => `Tag ${name} taken off by Regulars`,
    undone: 'Taken back since.',
    run: (id: number) => `Run ${number(id)}`,
    undoRun: (id: number, of: number) => `Run ${number(id)}, the undo of run ${number(of)}`,
    approvedBy: (person: string) => `approved by ${person}`,
    automatic: (person: string) => `automatic, switched on by ${person}`,
    undoThere: 'It can be undone there.',
    person: (id: string) => `staff member ${id}`,
    merchantAdded: (name: string) => `Tag ${name} put back by you`,
    merchantRemoved: (name: string) => `Tag ${name} taken off by you`,
    merchantNoticed: 'Or by another app or workflow. This is when Regulars noticed it.',
    tierMoved: (from: Tier | null, to: Tier | null) => `Tier: ${tier(from)} to ${tier(to)}`,
    stageMoved: (from: Stage | null, to: Stage | null) => `Stage: ${stage(from)} to ${stage(to)}`,
    cause: {
      customer: null, settings: 'Because the settings of your shop changed, not the customer.', rules: 'Because your shop is now measured by another rule, not because of the customer.',
    } satisfies Record<TierChangeCause, string | null>,
    mergedFrom: (id: string) => `As customer ${id}, before the two were merged.`,
    merged: (id: string) => `Customer ${id} was merged into this one at Shopify`,
    mergedWhat: 'Orders, tags and history of both are shown here.',
    riskRose: (after: number, line: number) => `Risk of not buying again rose to ${percent(after)}, past your line of ${percent(line)}`,
    riskBefore: (before: number) => `Before, it was ${percent(before)}.`,
    riskCause: {
      time: 'Time has passed without a purchase.', event: 'Something about this customer changed that day.', settings: 'Seen after the settings of your shop changed.',
    } satisfies Record<RiskCause, string>,
    spread: {
      title: 'Scores in your shop',
      what: 'The bars are your buyers, from worse on the left to better on the right. Broken lines are where the score rises; the dark bar has this customer.',
      notYet: 'Pictures of the scores appear with the next sorting.',
      table: (score: string) => `${score} as a table`,
      here: 'This customer',
      buyers: 'Buyers',
      score: 'Score',
      recency: (below: number, same: number, buyers: number) => `${share(below, buyers)} of ${counted(buyers, 'buyer', 'buyers')} are later by their own rhythm, ${share(same, buyers)} about alike.`,
      frequency: (below: number, same: number, buyers: number) => `${share(below, buyers)} of ${counted(buyers, 'buyer', 'buyers')} bought less often, ${share(same, buyers)} as often.`,
      monetary: (below: number, same: number, buyers: number) => `${share(below, buyers)} of ${counted(buyers, 'buyer', 'buyers')} spent less, ${share(same, buyers)} about as much.`,
      picture: (name: string, score: number, place: string) => `${name}: ${number(score)} of 5. ${place}`,
      recencyColumn: 'Days since the last order, by this customer’s limits',
      frequencyColumn: 'Purchases that count',
      monetaryColumn: 'Spend that counts',
      daysUpTo: (from: number, to: number) => (from === to ? counted(to, 'day', 'days') : `${number(from)} to ${counted(to, 'day', 'days')}`),
      daysFrom: (from: number) => `${counted(from, 'day', 'days')} or more`,
      purchases: (count: number) => number(count),
      purchasesFrom: (count: number) => `${number(count)} or more`,
      noSpend: 'None',
      spend: (from: number, to: number) => `${money(from)} to ${money(to)}`,
    },
    gone: {
      mergedTitle: 'This customer was merged into another',
      merged: 'At Shopify the two are one customer now. Orders, tags and history went along.',
      toKept: (name: string) => `Open ${name}`,
      deletedTitle: 'This customer is gone from Shopify',
      deleted: 'They were deleted there, so Regulars shows nothing of them any more. Their orders still count in the figures of your shop.',
    },
  };
}
