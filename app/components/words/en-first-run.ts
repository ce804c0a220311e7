import type { FirstStep } from '../../insights/home.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of the first days: the list of first steps, the first look, what to do about 60 days of orders. */
export function englishFirstRun(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, day } = formats;
  const { counted } = frame;
  return {
    steps: {
      title: 'First steps',
      progress: (done: number, of: number) => `${number(done)} of ${number(of)} done`,
      allDone: 'All done. You can hide this list.',
      isDone: 'Done',
      isOpen: 'To do',
      hide: 'Hide this list',
      hidden: 'The first steps are hidden. You find them again at the end of Home.',
      show: 'Show the first steps',
      shown: 'The first steps are back at the top of Home.',
      step: {
        import: { name: 'Import your store', what: 'Regulars reads products, customers and orders by itself. You need not wait here.' },
        tiers: { name: 'Look at your tiers', what: 'Open a group of customers and see who is in it, and why.' },
        'tag-changes': { name: 'Review the tag changes', what: 'See customer by customer which tags would be added or removed.' },
        approval: { name: 'Approve the first changes', what: 'All or a part. Until then nothing is written to your store, and each run can be undone.' },
        automatic: { name: 'Switch automatic writing on', what: 'So that tags follow your customers every night without you. You can pause it at any time.' },
        settings: { name: 'Look at the settings', what: 'Which tags you want, what they are called, and what counts as late.' },
      } satisfies Record<FirstStep, { name: string; what: string }>,
    },
    noCustomers: {
      title: 'Your store has no customers yet',
      what: 'Regulars has read your store, and there is nobody in it. Customers appear by themselves a few seconds after they sign up or place their first order.',
      tags: 'Tags are proposed once there are customers who buy. Nothing has to be done here until then.',
      segments: 'A segment in Shopify finds customers by a tag, and so far there is nobody to carry one.',
      toHome: 'Go to Home',
    },
    provisional: {
      badge: 'Provisional',
      title: 'A first look',
      from: (orders: number, onDay: number) => `Worked out from the first ${counted(orders, 'order', 'orders')} that were read, as of ${day(onDay)}.`,
      toCome: (orders: number) => `Still to come: ${counted(orders, 'order', 'orders')} and all refunds.`,
      toComeRefunds: 'Still to come: all refunds.',
      stopped: 'The import stopped before everything was read.',
      howFar: 'See how far the import is',
      meaning: 'Figures and tiers will change. No tag is proposed or written before everything is in.',
    },
    sixtyDays: {
      title: 'Shopify shows this app only the last 60 days of orders',
      what: 'So figures, tiers and tags rest on 60 days, and most customers look newer, and worth less, than they are. To change that:',
      steps: [
        'Ask whoever set Regulars up for you to request the access “Read all orders” (read_all_orders) for the app in its Shopify Partner dashboard.',
        'When Shopify has granted it, open Regulars again and accept the new access if Shopify asks you to.',
        'Then import again. Nothing is doubled, and tiers and tag changes are worked out anew.',
      ],
    },
  };
}
