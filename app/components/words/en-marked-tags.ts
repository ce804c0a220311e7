import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of approving the tag changes of marked customers. */
export function englishMarkedTags(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number } = formats;
  const { counted } = frame;
  return {
    approve: 'Approve their tag changes',
    what: (adds: number, removes: number, customers: number) =>
      `${counted(adds, 'addition', 'additions')} and ${counted(removes, 'removal', 'removals')} for ${counted(customers, 'selected customer', 'selected customers')}:`,
    more: (count: number) => `and ${number(count)} more`,
    noneTitle: 'Nothing is proposed for them',
    none: 'The tags of the customers you selected are as they should be, or their changes are being written or worked out now.',
    toChanges: 'See all tag changes',
    doneTitle: 'Approved',
    done: (adds: number, removes: number) => `${counted(adds, 'addition', 'additions')} and ${counted(removes, 'removal', 'removals')} approved.`,
    writing: 'They are being written.',
    paused: 'Writing is paused: what is approved is written once somebody goes on under Tag changes.',
    toRun: (id: number) => `See run ${number(id)}`,
  };
}
