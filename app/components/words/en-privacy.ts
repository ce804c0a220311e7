import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of Privacy, and of its line under Data. */
export function englishPrivacy(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number } = formats;
  const { counted } = frame;
  return {
    title: 'Privacy',
    onData: 'Privacy: requests about people’s data, who looked at it, leaving cleanly',
    requests: {
      title: 'Requests of customers',
      what: 'When a customer asks in Shopify what is held about them, a file with everything that Regulars holds waits here for you to pass on. When their data is to be deleted, Regulars deletes it by itself, and keeps their orders as numbers without a person.',
      none: 'No customer has asked yet.',
      caption: 'Requests of customers about their data, the latest first',
      columns: { kind: 'Request', customer: 'Customer', asked: 'Asked', state: 'State', file: 'File' },
      kind: { data: 'What is held about them', redact: 'Deletion of their data' },
      guest: 'Somebody who ordered as a guest',
      due: (when: string) => `To be answered by ${when}`,
      downloadedAt: (when: string, who: string | null) => (who === null ? `Downloaded ${when}` : `Downloaded ${when} by ${who}`),
      deletedAt: (when: string) => `Deleted ${when}`,
      goneWithData: 'The file went when their data was deleted',
      over: 'The 30 days for it have passed; the file is gone',
      download: 'Download',
      downloadFor: (who: string) => `Download what is held about ${who}`,
      started: 'Your browser has the file.',
    },
    access: {
      title: 'Who looked at people’s data',
      what: 'Customers whose page was opened, searches of the list for words (never the words themselves), screens that name customers (once an hour each), and files that were taken along. The latest 50.',
      none: 'Nobody has looked at a customer yet.',
      caption: 'Looks at people’s data, the latest first',
      columns: { what: 'What', customer: 'Customer', who: 'Who', when: 'When' },
      kind: { customer: 'Opened a customer', search: 'Searched the customers', list: 'Saw the list of customers', home: 'Saw who needs attention', 'tag-changes': 'Saw tag changes of customers', rejects: 'Saw rows that an import left out', answers: 'Saw what buyers answered', export: 'Exported people’s data', 'data-request': 'Downloaded a customer’s data' },
    },
    keep: {
      title: 'How long things are kept',
      label: 'Logs of who looked at people’s data and of downloaded files',
      help: 'What is older goes at once, and every night from then on.',
      days: (days: number) => (days === 365 ? '1 year' : `${number(days)} days`),
      saved: 'Saved.',
      fixed: [
        'What Shopify tells Regulars: until it has been dealt with.',
        'Rows that an import could not take over: those of the last 10 imports.',
        'Risks that rose past your line: a year.',
        'Files for customers’ requests: 30 days, or until their data is deleted. They are made when you download them.',
        'Everything else: as long as the app is installed. 48 hours after you uninstall it Shopify asks for its deletion, and it goes.',
      ],
    },
    leave: {
      title: 'Leave cleanly',
      what: 'If you are going to uninstall Regulars, have it take its tags off your customers and delete its segments, metafields and lists first. Afterwards it has no access to your store and cannot.',
      start: 'Take everything out',
      ask: 'Take everything of Regulars out of your store?',
      takesOff: (tags: number) => (tags === 0 ? 'No customer carries a tag that Regulars wrote.' : `${counted(tags, 'tag', 'tags')} that Regulars wrote come off your customers. Tags that you put there yourself, and tags that you changed since, stay.`),
      switchesOff: 'Automatic writing and every tag are switched off, and nothing that waits is written. Flows and segments that use these tags will find nobody.',
      before: 'This works only while the app is installed. It may take a while in a large store; you can close this page meanwhile.',
      confirm: 'Take everything out',
      started: 'What Regulars wrote is being taken out.',
      nothing: 'Everything is switched off. There was no tag to take off, and no segment, metafield or list to delete.',
      label: 'Tags taken off',
      running: (left: number) => `${counted(left, 'tag is', 'tags are')} still to be taken off.`,
      ready: 'No tag of Regulars is on your customers, no unchanged segment, metafield or list of it is in Shopify, and nothing is written by itself. You can uninstall the app.',
      failed: (tags: number) => `${counted(tags, 'tag', 'tags')} could not be taken off.`,
      seeRuns: 'See why under Tag changes.',
      deletesSegments: (names: readonly string[]) => `${counted(names.length, 'segment', 'segments')} that Regulars made in Shopify, and that nobody changed since, ${names.length === 1 ? 'is' : 'are'} deleted: ${names.map((name) => `“${name}”`).join(', ')}.`,
      keepsSegments: (names: readonly string[]) => `You changed ${names.length === 1 ? 'this segment' : 'these segments'} of Regulars in Shopify, so ${names.length === 1 ? 'it stays' : 'they stay'}: ${names.map((name) => `“${name}”`).join(', ')}.`,
      deletesMetafields: (customers: number) => (customers === 0 ? 'The customer metafields of Regulars are deleted. None of them has a value.' : `The customer metafields of Regulars are deleted, with the values of ${counted(customers, 'customer', 'customers')}. Workflows and segments that ask for them stop working.`),
      metafieldsRunning: 'Customer metafields are being deleted.',
      takesListsOff: (products: number) => (products === 0 ? 'The product fields of Regulars are deleted. None of them has a list.' : `The lists that Regulars wrote to ${counted(products, 'product', 'products')} are taken off. Your own stay.`),
      listsRunning: 'Lists at products are being taken off.',
      segmentsRunning: (left: number) => `${counted(left, 'segment is', 'segments are')} still to be deleted.`,
      segmentsFailed: (segments: number) => `${counted(segments, 'segment', 'segments')} could not be deleted.`,
      seeSegments: 'See why under Segments.',
      segments: 'You can delete it under Segments.',
    },
  };
}
