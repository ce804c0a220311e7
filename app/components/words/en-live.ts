import type { Formats } from '../format.ts';
import type { HealedView } from '../../insights/data-page.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of how Shopify's changes come in by themselves. */
export function englishLive(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { duration, instant } = formats;
  const list = new Intl.ListFormat('en', { type: 'conjunction' });
  const { counted } = frame;
  const events = (count: number) => counted(count, 'event', 'events');
  const kinds = { orders: (count: number) => counted(count, 'order', 'orders'), customers: (count: number) => counted(count, 'customer', 'customers'), products: (count: number) => counted(count, 'product', 'products') };
  return {
    title: 'Live from Shopify',
    what: 'Shopify tells Regulars of every order, refund and change to a customer as it happens. Profiles follow within seconds.',
    upToDate: 'Up to date',
    behind: 'Behind',
    behindWhat: (waiting: number, seconds: number) => `${events(waiting)} from Shopify wait to be worked on, the oldest for ${duration(seconds)}. They are worked on in order and none is lost. If this does not go down, tell whoever runs the app.`,
    none: 'Nothing has come from Shopify yet. It comes with the next order or change in your store.',
    received: 'Received',
    receivedCount: (today: number, lastHour: number) => `${events(today)} today, ${lastHour === 0 ? 'none' : formats.number(lastHour)} in the last hour`,
    last: 'Last event',
    lastAt: (at: string) => instant(at),
    waiting: 'Waiting',
    waitingHow: 'Events that have come in and are not worked into your data yet. How long is the age of the oldest of them.',
    nothingWaits: 'None',
    waits: (count: string, seconds: number) => `${count}, the oldest for ${duration(seconds)}`,
    check: 'Check for missed changes',
    checkWhat: 'Events can get lost on their way. Every hour Regulars asks Shopify what has changed and sets right what it missed; once a day it also looks for what was deleted.',
    checkNow: 'Check now',
    again: 'Start it again',
    begun: 'The check has started.',
    notNow: 'An import is reading everything right now. There is nothing to check until it is done.',
    neverChecked: 'Not checked yet. The first check comes within two hours of your first import.',
    checking: 'Checking Shopify for missed changes',
    stalled: 'The check has not moved for a while. It goes on by itself when the app is back; you can also start it again.',
    allRight: (at: string) => `Last check: ${instant(at)}. Everything was as it should be.`,
    healed: (at: string, healed: readonly HealedView[]) => {
      const deleted = healed.reduce((sum, one) => sum + one.deleted, 0);
      return `Last check: ${instant(at)}. Healed: ${list.format(healed.map((one) => kinds[one.kind](one.count)))}${deleted === 0 ? '' : ` (${formats.number(deleted)} deleted at Shopify)`}.`;
    },
    handedOver: (at: string) => `Last check: ${instant(at)}. So much had changed that an import was started, which reads everything.`,
    failed: (at: string) => `The check of ${instant(at)} did not get through`,
    retrying: (why: string) => `${why} It is tried again by itself.`,
    why: (code: string | null) => reasons[code ?? ''] ?? 'Something went wrong on the way to Shopify. The next check reads the same again, so nothing is left out.',
  };
}

const reasons: Readonly<Record<string, string>> = {
  'not-installed': 'Shopify does not accept the app’s access any more. Open the app anew from your Shopify admin, then check again.',
  'access-denied': 'Shopify denies access to some of the data. Check that the app has been granted all it asks for, then check again.',
  conservation: 'Not every change that Shopify named was accounted for, so nothing was marked as read. The next check reads the same again.',
  'shop-unavailable': 'Shopify says that the store is closed or frozen. The check works again once the store is open.',
};
