import { FEWEST_FOR_SCORE } from '../../reviews/nps.ts';
import { ASK_AFTER_DAYS, ASK_OPEN_DAYS, type DueFrom } from '../../reviews/ask-due.ts';
import type { Period, WordsChoice } from '../../reviews/answers-page.ts';
import type { Source } from '../../reviews/source.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of what buyers answer. */
export function englishAnswers(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, percent } = formats;
  const { counted } = frame;
  return {
    title: 'Answers',
    subtitle: 'What buyers say of what they bought and of your shop, and how they found it.',
    period: 'Figures of',
    periods: { 30: 'Last 30 days', 90: 'Last 90 days', 365: 'Last year', all: 'All time' } satisfies Record<Period, string>,
    source: { search: 'Search engine', social: 'Social media', friend: 'Friends or family', advert: 'Advertisement', press: 'Press, blog or podcast', before: 'Bought here before', other: 'Something else' } satisfies Record<Source, string>,
    empty: {
      title: 'Nobody has answered yet',
      what: 'The questions stand in two blocks that you place in Shopify’s checkout editor. Nothing is asked before you do.',
      steps: [
        'In Shopify, open Settings, then Checkout, and choose Customize.',
        'Choose the page “Thank you”, add the app block “Regulars: thank you”, and save. It asks how the buyer found you.',
        'Choose the page “Order status”, add the app block “Regulars: order”, and save. It asks for stars and a few words on each product, and how likely the buyer is to recommend you.',
      ],
      open: 'Open checkout settings',
      when: `Buyers who are logged in are asked once for each order, ${number(ASK_AFTER_DAYS.delivered)} days after its delivery. Where Shopify does not know of the delivery, ${number(ASK_AFTER_DAYS.shipped)} days after it was sent; where not even that has a date, ${number(ASK_AFTER_DAYS.ordered)} days after the order. The question stays for ${number(ASK_OPEN_DAYS)} days. Refunded lines and cancelled orders are not asked about.`,
      asked: (orders: number) => `So far the questions were shown for ${counted(orders, 'order', 'orders')}.`,
    },
    nps: {
      title: 'Would they recommend you?',
      score: 'Net promoter score',
      how: 'The percentage who answered 9 or 10 less the percentage who answered 0 to 6, so between −100 and 100. The range holds the score of all who could have answered in 95 of 100 cases, were those who did a random choice of them. They are not quite: who is pleased or angry answers more often.',
      range: (low: number, high: number) => `Between ${number(low)} and ${number(high)}, as far as ${FEWEST_FOR_SCORE} or more answers can tell`,
      tooFew: (answers: number) => `${counted(answers, 'answer', 'answers')}: too few for a score, which needs ${number(FEWEST_FOR_SCORE)}`,
      none: 'No answers in this period',
      promoters: 'Promoters (9 and 10)',
      passives: 'Passives (7 and 8)',
      detractors: 'Detractors (0 to 6)',
      of: (count: number, share: number) => `${number(count)} (${percent(share)})`,
      asked: (asked: number, answered: number) => `Of ${counted(asked, 'order', 'orders')} whose buyers were first shown the questions in this period, ${number(answered)} have an answer.`,
      from: { delivered: (count: number) => `${number(count)} asked after the delivery`, shipped: (count: number) => `${number(count)} after the sending, as no delivery was known`, ordered: (count: number) => `${number(count)} after the order, as no sending had a date` } satisfies Record<DueFrom, (count: number) => string>,
    },
    stars: { title: 'Stars', caption: 'Answers by stars', of: (stars: number) => counted(stars, 'star', 'stars'), column: 'Stars', answers: 'Answers', share: 'Share', none: 'No stars in this period.', mean: (mean: number, answers: number) => `${formats.number(Math.round(mean * 10) / 10)} of 5 on average, from ${counted(answers, 'answer', 'answers')}` },
    products: { title: 'By product', caption: 'Products with the most answers', product: 'Product', answers: 'Answers', mean: 'Average stars', low: '3 stars or fewer', words: (title: string) => `Words on ${title}`, none: 'No product has stars in this period.' },
    sources: { title: 'How they found you', caption: 'Sources by number of answers', source: 'Source', answers: 'Answers', share: 'Share', none: 'Nobody has said in this period.', one: 'A guest’s first answer counts; it can be given for an hour after the order.' },
    words: {
      title: 'In their words',
      show: 'Which words are listed',
      choice: { all: 'Everything', products: 'On products', shop: 'On your shop', source: 'How they found you' } satisfies Record<WordsChoice, string>,
      none: 'Nobody has written any words here yet.',
      only: (what: string) => `Only ${what}`,
      all: 'Show all words',
      newest: 'Newest',
      score: (score: number) => `${number(score)} of 10: would recommend your shop`,
      found: (source: string) => `Found you by: ${source}`,
      order: (name: string) => `order ${name}`,
      noCustomer: 'Guest',
      test: 'Test order: listed here, and not counted above.',
    },
    timeline: {
      title: (order: string) => `Answered about order ${order}`,
      score: (score: number) => `Would recommend your shop: ${number(score)} of 10`,
    },
  };
}
