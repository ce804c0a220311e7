import type { FieldTarget, ListField } from '../../product-fields/product-field.ts';
import type { FieldRunCause, FieldRunKind } from '../../product-fields/run-cause.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of lists at products: what goes with each, in fields that themes show. */
export function englishProductFields(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, instant, date } = formats;
  const { counted } = frame;
  const products = (count: number): string => counted(count, 'product', 'products');
  const lists = (count: number): string => counted(count, 'list', 'lists');
  const field: Record<ListField, string> = { together: 'Bought together', also: 'Also bought' };
  const cause: Record<FieldRunCause, string> = {
    asked: 'when lists were switched on', lists: 'after lists were worked out', products: 'as some products are shown no more', rules: 'after you changed a rule', resumed: 'after you went on', 'fields-gone': 'fields were missing at Shopify',
  };
  const kind: Record<FieldRunKind, string> = { look: 'Looked at', write: 'Written', undo: 'Went back to before a run', remove: 'Taken off' };
  const namespace: Record<FieldTarget, (name: string) => string> = {
    own: (name) => `Namespace ${name}; Shopify puts the app’s own number in place of $app.`,
    standard: (name) => `Namespace ${name}: the fields that Search & Discovery fills too.`,
  };
  return {
    title: 'Lists at products',
    what: 'Regulars can keep two lists at each product, in metafields: what is bought together with it, and what the same customers also buy. Blocks of your theme show them with the page itself, at no cost in speed. Your pins, exclusions and boosts hold here too.',
    field,
    heading: { off: 'Nothing is written yet', on: 'Lists are kept up to date', held: 'Lists are held as they are', removing: 'Lists are being taken off' },
    done: {
      on: 'Lists are being written.', off: 'Lists are being taken off.', pause: 'Nothing more is written until you go on.', resume: 'Lists are written again.', look: 'It is being looked at what stands.', choose: 'Chosen. Nothing is written yet.',
    },
    target: {
      legend: 'Where lists are written',
      own: 'In fields of Regulars',
      ownHelp: 'The blocks of Regulars show them. Nobody else writes there, and taking them off leaves nothing behind.',
      standard: 'In Shopify’s fields for related and complementary products',
      standardHelp: 'Sections of most themes show them, as if you had chosen them in Search & Discovery. What stands there already is yours and is left alone.',
    },
    off: {
      would: (all: number, together: number, also: number) => `${products(all)} would get lists: ${number(together)} of what is bought together, ${number(also)} of what is also bought.`,
      nothing: 'No product has a list yet, so there is nothing to write.',
      early: 'No lists have been worked out yet. Come back when the first import is done.',
      left: (count: number) => `Lists of ${products(count)} still stand that Shopify would not take off.`,
      unseen: 'It is being looked at what stands in these fields. That comes before anything is written.',
      seen: (at: string, theirs: number) => `Looked at on ${instant(at)}: ${theirs === 0 ? 'nothing of yours stands there.' : `${lists(theirs)} of yours ${theirs === 1 ? 'stands' : 'stand'} there and ${theirs === 1 ? 'is' : 'are'} left alone.`}`,
      look: 'Look again',
      switchOn: 'Write lists',
      askTitle: (count: number) => `Write lists to ${products(count)}?`,
      ask: 'All of them are written now and kept up to date from then on: after each night, and when you change a rule. You can go back to before any run, pause, or take everything off again.',
      askTheirs: (theirs: number) => (theirs === 0 ? 'Lists that you set there later are yours and stay.' : `${lists(theirs)} of yours ${theirs === 1 ? 'stays' : 'stay'} as ${theirs === 1 ? 'it is' : 'they are'}.`),
      askApps: 'Shopify tells your other apps of each product that changes, so after a night only lists that changed by something that is seen are written.',
    },
    on: {
      since: (who: string, at: string) => `Switched on by ${who} on ${date(at)}.`,
      heldSince: (who: string, at: string) => `${who} went back on ${instant(at)}. Nothing new is written until you go on.`,
      standing: (count: number) => `${products(count)} ${count === 1 ? 'has' : 'have'} lists of Regulars.`,
      place: (where: string) => `Place: ${where}.`,
      rule: 'After a night a list is written where two of its first four products are others, a good part of it is new, or something in it may be shown no more.',
      refused: (count: number, words: string) => `Shopify refused ${lists(count)}: ${words}`,
      pause: 'Pause',
      paused: (who: string, at: string) => `Paused by ${who} on ${instant(at)}. What changes meanwhile is written when you go on.`,
      resume: 'Go on',
      writeAgain: 'Write again',
      allPaused: 'All writing is paused on the page of how tags are written, so nothing is written here either.',
      again: 'Try again',
      stopped: 'Writing stopped.',
      takeOff: 'Take everything off',
    },
    progress: {
      title: { look: 'It is being looked at what stands', write: 'Lists are being written', undo: 'What stood before is being put back', remove: 'Lists are being taken off' } satisfies Record<FieldRunKind, string>,
      waiting: 'Begins in a moment.',
      still: 'Paused.',
      of: (done: number, all: number) => `${number(done)} of ${products(all)} looked at.`,
      label: 'Products looked at',
      leave: 'You can leave this page. It goes on by itself.',
    },
    example: { title: 'An example', none: 'No list: too few customers have bought it with anything else.', namespace },
    theirs: {
      title: (count: number) => `${lists(count)} of yours`,
      what: 'They stood before, or you changed what Regulars had written. Regulars leaves them alone until you take its lists off and write them again.',
      caption: 'Lists that are yours', product: 'Product', field: 'List', value: 'What stands there',
      gone: 'Nothing: you took the list away', empty: 'An empty list',
      more: (count: number) => `And ${number(count)} more.`,
    },
    removal: {
      title: 'Take all lists off?',
      what: (count: number) => `The lists of ${products(count)} are deleted in Shopify, and none are written any more.`,
      theirs: 'Yours stay.',
      confirm: 'Take everything off',
    },
    runs: {
      title: 'Last runs',
      none: 'Nothing was written yet.',
      when: 'When', what: 'What', looked: 'Products looked at', written: 'Lists written', theirs: 'Found yours', failed: 'Refused', who: 'Who', back: 'Way back',
      write: (why: FieldRunCause) => `Written ${cause[why]}`,
      kind,
      cancelled: 'cancelled', undone: 'undone',
      undo: 'Undo',
      undoOf: (at: string) => `Undo the run of ${at}`,
      ask: (at: string) => `Go back to before the run of ${at}?`,
      askWhat: 'Each product gets back what stood before this run, and so runs after it are undone too. What is yours stays as it is.',
      askHeld: 'Nothing new is written from then on until you go on.',
      undoing: 'What stood before is being put back.',
    },
  };
}
