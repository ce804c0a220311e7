import type { WhyLeftOut } from '../../recommendations/left-out.ts';
import type { Block, BoostBy } from '../../recommendations/merchant-rules.ts';
import type { ListKind, KindChoice, MethodName } from '../../recommendations/method-choice.ts';
import type { NoLists } from '../../recommendations/recommendations-page.ts';
import type { Placement } from '../../recommendations/shopper-event.ts';
import type { PlacedBlocks } from '../../recommendations/theme-blocks.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of the pages of recommendations. */
export function englishRecommendations(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, date, day, instant, percent } = formats;
  const { counted, countedCustomers } = frame;
  const times = (factor: number): string => `× ${number(factor)}`;
  return {
    title: 'Recommendations',
    pages: 'Pages of recommendations',
    page: { lists: 'Lists', results: 'Results', fields: 'At products' },
    block: {
      recommended: 'Recommended for you', 'buy-again': 'Buy again', together: 'Bought together', also: 'Also bought', complementary: 'Goes with the cart', bestsellers: 'Bestsellers', rising: 'New and rising',
    } satisfies Record<Block, string>,
    placement: { home: 'home page', product: 'product page', cart: 'cart', 'thank-you': 'thank-you page', 'order-status': 'order status', other: 'elsewhere' } satisfies Record<Placement, string>,
    none: {
      title: { 'no-customers': 'There are no customers yet', importing: 'The lists are being worked out', 'too-few': 'Too few orders for any list', 'not-yet': 'No lists yet' } satisfies Record<NoLists, string>,
      what: {
        'no-customers': 'Recommendations come from orders. They begin by themselves once somebody has bought something.',
        importing: 'This follows the import and each sorting by itself, and takes a minute or so. Until then blocks show what Shopify recommends.',
        'too-few': 'No product has been bought often enough to say what goes with it. Until then blocks show what Shopify recommends. The lists are worked out anew each night.',
        'not-yet': 'They were not worked out yet in this store. Until then blocks show what Shopify recommends.',
      } satisfies Record<NoLists, string>,
      action: 'Work them out now',
      asked: 'The lists are being worked out.',
    },
    run: {
      last: (at: string, products: number, customers: number) => `Worked out on ${instant(at)}, for ${counted(products, 'product', 'products')} and ${countedCustomers(customers)}.`,
      working: 'They are being worked out anew.',
      failed: 'Working them out stopped. What stood before goes on.',
    },
    places: {
      title: 'Where shoppers see them',
      asking: 'Shopify is asked which blocks stand in your theme.',
      failed: 'Shopify did not answer just now. Open the page again in a moment.',
      noAccess: 'Regulars may not look at your theme: it lacks the permission read_themes. Open the app again from Shopify to grant it; the links work without it.',
      unknown: 'The theme in use could not be read, so it is not known which blocks stand in it. The links work all the same.',
      theme: (name: string) => `In your theme “${name}”, as of now. A link opens the theme editor with the block put in; nothing changes before you save there.`,
      placed: 'Placed', notPlaced: 'Not placed', on: 'On', off: 'Off',
      in: (templates: string) => `Stands in: ${templates}.`,
      place: 'Place it', placeAgain: 'Place it once more', switchOn: 'Switch it on',
      block: { recommended: 'Recommended for you', together: 'Bought together', also: 'Also bought', 'buy-again': 'Buy again', 'cart-embed': 'In the cart drawer' } satisfies Record<keyof PlacedBlocks, string>,
      what: {
        recommended: 'For customers who are logged in what they may want next, for all others what sells. Usually on the home page.',
        together: 'What is bought in the same basket, with one button for all. On product pages.',
        also: 'What buyers of the product bought too. On product pages.',
        'buy-again': 'What a customer who is logged in bought before and may need again.',
        'cart-embed': 'What goes with the cart, in the drawer of your theme.',
      } satisfies Record<keyof PlacedBlocks, string>,
      checkout: 'After the order',
      checkoutWhat: 'Shopify does not tell apps which blocks stand there, so this says when a shopper who allows analytics last saw them.',
      'thank-you': 'Thank-you page', 'order-status': 'Order status page',
      seen: (at: string) => `Last seen by a shopper on ${instant(at)}.`,
      neverSeen: 'Not seen yet by a shopper who allows analytics.',
      editor: 'Open the checkout editor',
    },
    preview: {
      title: 'What shoppers see',
      list: 'List', find: 'Product or customer', findHelp: 'A part of a product’s title, or of a customer’s name or e-mail address.', look: 'Look',
      found: 'Found', foundNone: (text: string) => `Nothing in your store is called “${text}”.`,
      beside: (title: string) => `Beside ${title}`, for: 'For',
      anybody: 'For anybody',
      needsCustomer: 'This list is a customer’s own. Look for a customer above.',
      needsProduct: 'This list stands beside a product. Look for a product above.',
      empty: 'There is nothing to show here, so the block stays away or shows what Shopify recommends.',
      busy: 'The lists could not be read just now. Open the page again in a moment.',
      heldOut: 'In the experiment this customer is shown none of these, so that it can be measured what they earn. Here is what they would see.',
      caption: 'Products in the order in which they are shown, with why',
      product: 'Product', why: 'Why', change: 'Change',
      pinned: 'Pinned', times,
      pin: 'Pin', unpin: 'Unpin', hide: 'Hide', more: 'Boost', less: 'Lower', undoBoost: 'Undo boost',
      named: (what: string, title: string) => `${what}: ${title}`,
      left: 'Not shown, and why',
      whyLeft: {
        excluded: 'hidden by you', unavailable: 'sold out, unpublished or not active', away: 'this customer has just bought it or sent it back',
      } satisfies Record<WhyLeftOut['kind'], string>,
      show: 'Show again',
      pinDone: 'Pinned. It shows in seconds.', hideDone: 'Hidden everywhere. It shows in seconds.', boostDone: 'Done. It shows in seconds.', undone: 'Undone.',
    },
    rules: {
      title: 'Pins, exclusions and boosts',
      none: 'None yet: the lists are as your orders make them. Pin, hide or boost a product in the preview above.',
      caption: 'Rules in force, the latest first', historyCaption: 'Rules that were undone',
      what: 'Rule', who: 'By', undo: 'Undo', undoneBy: 'Undone by',
      pin: (title: string, block: string) => `${title} is pinned in ${block}, beside all products`,
      pinBeside: (title: string, block: string, beside: string) => `${title} is pinned in ${block} beside ${beside}`,
      exclude: (title: string) => `${title} is never shown`,
      boost: (title: string, factor: number) => `${title} ${times(factor)}`,
      boostAll: (by: string, value: string, factor: number) => `${by} ${value} ${times(factor)}`,
      gone: 'A product that is no longer in your store',
      at: (who: string, at: string) => `${who}, ${date(at)}`,
      history: 'Undone rules',
      add: 'Boost a whole group', by: 'All of a',
      group: { product: 'Product', 'product-type': 'Product type', vendor: 'Vendor', tag: 'Tag' } satisfies Record<BoostBy, string>,
      value: 'Which', factor: 'Scores', factors: { 4: 'times four', 2: 'doubled', 0.5: 'halved', 0.25: 'a quarter' }, addDone: 'Boosted. It shows in seconds.', addAction: 'Boost the group',
    },
    earned: {
      title: 'What was earned',
      period: 'Figures of', periods: { 7: 'Last 7 days', 30: 'Last 30 days', 90: 'Last 90 days' },
      none: 'No shopper has done anything with a list in these days. Place the blocks first; events come only from shoppers who allow analytics.',
      value: 'Earned', valueHow: 'Net value, after discounts and refunds and without tax, of lines whose very product was clicked in a list (or put into the cart from it) and then bought in the same visit. Each line counts once, for its last click.',
      valueOf: (orders: number, lines: number) => `${counted(orders, 'order', 'orders')} with ${counted(lines, 'such line', 'such lines')}`,
      clicks: 'Clicks', clicksHow: 'Products clicked in a list, and products put into the cart from one. Each event counts once, however often it is sent. Clicks on the pages after an order are counted; what they lead to mostly cannot be.',
      clicksOf: (views: number) => `of ${counted(views, 'product seen', 'products seen')} on screen`,
      views: 'Lists shown', viewsHow: 'Times a block was rendered for a shopper who allows analytics, whether or not they scrolled to it.',
      viewsOf: 'to shoppers who allow analytics',
      seen: 'Seen, then bought', seenHow: 'Net value of lines whose product was seen in a list and not clicked, and bought in the same visit. Weaker: much of it would have been bought anyway. It is not part of what was earned.',
      seenOf: (orders: number) => `${counted(orders, 'order', 'orders')}; weaker, and not part of the first figure`,
      caption: 'By block and place', where: 'Block', at: (block: string, place: string) => `${block}, ${place}`, shown: 'Shown', seenShort: 'Seen', clicked: 'Clicked', added: 'Put in the cart', orders: 'Orders', earned: 'Earned',
      days: 'By day', daysCaption: 'By day, the latest first', day: 'Day',
    },
    lift: {
      title: 'Is it more than they would have bought anyway?',
      what: (share: number, since: string) => `${percent(share)} of customers, drawn by chance, see no lists of Regulars since ${date(since)}. Customers who came to a place where a list stands are compared by what they bought from then on, whether they clicked or not.`,
      off: 'Nobody is held out, so it cannot be measured whether lists earn more than would have been bought without them.',
      notYet: 'The experiment begins when the first import is done.',
      caption: 'Customers who are shown lists beside those who are not', figure: 'Figure', shown: 'Shown lists', heldOut: 'Shown none', difference: 'Difference', interval: '95% interval',
      shoppers: 'Customers', buyers: 'Of them bought', perShopper: 'Net value per customer',
      points: (value: number) => `${number(value)} points`,
      between: (low: string, high: string) => `${low} to ${high}`,
      ratio: (value: number, low: number, high: number) => `× ${number(value)} (${number(low)} to ${number(high)})`,
      tooFew: (shoppers: number, buyers: number) => `Cannot tell yet: each side needs ${number(shoppers)} customers and ${number(buyers)} who bought before anything is said.`,
      cannotTell: 'Cannot tell yet: the interval holds zero, so the difference may be chance.',
      higher: 'Customers who are shown lists bought more; the whole interval lies above zero.',
      lower: 'Customers who are shown lists bought less; the whole interval lies below zero.',
      once: 'The interval holds for one look. Who looks every day and stops at the first good one finds one by chance: choose a day beforehand.',
      setting: 'Held out, in percent', settingHelp: '0 to 50. A change begins the comparison anew.', again: 'Draw other customers', againHelp: 'Only if those who are held out now should see lists from now on.',
      save: 'Save', saved: 'Saved. The theme hears of it within moments.',
      chosen: (who: string, at: string) => `Chosen by ${who} on ${date(at)}.`, standard: 'The share that Regulars began with.',
      publishing: 'Your theme has not heard of it yet. This is tried again by itself.',
    },
    methods: {
      title: 'How well the lists foresee',
      what: (asOf: number, days: number) => `Tested on your own orders: what was known on ${day(asOf)} had to foresee what customers bought in the ${number(days)} days after. The simplest method serves, unless a richer one beats it by more than chance: so one with a slightly higher figure may not serve.`,
      none: 'Your store has too few orders to test methods on its past, so the plainest ones serve.',
      notYet: 'This is worked out with the first lists.',
      kind: { reorder: 'What a customer buys again', discover: 'What is new to a customer', together: 'Bought together', also: 'Also bought' } satisfies Record<ListKind, string>,
      method: {
        ranker: 'Habit, taste, trend and season', 'trending-ease': 'Taste times trend', blend: 'Habit, company and bestsellers', 'personal-frequency': 'What the customer buys most', 'co-occurrence': 'What goes with their products', conditional: 'Bought in one basket',
        'log-likelihood': 'Company that is no chance', cosine: 'Likeness of buyers', bestsellers: 'Bestsellers',
      } satisfies Record<MethodName, string>,
      why: {
        'too-few-orders': 'Too few orders to test, so a plain method serves.', better: 'It beats all simpler ones by more than chance.', 'richer-no-better': 'No richer method beat it by more than chance, so the simpler one serves.',
      } satisfies Record<KindChoice['why'], string>,
      lists: (lists: number) => `Tested on ${counted(lists, 'list', 'lists')} of ten products.`,
      caption: (kind: string) => `Methods for: ${kind}`, name: 'Method', hits: 'Lists with a hit', hitsHow: 'Share of lists of which something was bought.', found: 'Of what was bought', foundHow: 'Share of what was bought that stood in the list.', rank: 'Ranking', coverage: 'Products shown', serves: 'serves',
      note: 'Lists with a hit: something of the list was bought. Of what was bought: how much of it stood in the list. Ranking: 1 where what was bought stands first, 0 where none of it is listed (NDCG). Products shown: share of your products that appear in any list.',
    },
  };
}
