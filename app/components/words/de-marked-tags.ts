import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishMarkedTags } from './en-marked-tags.ts';

/** Words of approving the tag changes of marked customers, in German. */
export function germanMarkedTags(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishMarkedTags> {
  const { number } = formats;
  const { counted } = frame;
  return {
    approve: 'Ihre Tag-Änderungen freigeben',
    what: (adds, removes, customers) => `${number(adds)} hinzuzufügen, ${number(removes)} zu entfernen, bei ${counted(customers, 'ausgewählten Kunden', 'ausgewählten Kunden')}:`,
    more: (count) => `und ${number(count)} weitere`,
    noneTitle: 'Für sie ist nichts vorgeschlagen',
    none: 'Die Tags der ausgewählten Kunden sind, wie sie sein sollen, oder ihre Änderungen werden gerade geschrieben oder berechnet.',
    toChanges: 'Alle Tag-Änderungen ansehen',
    doneTitle: 'Freigegeben',
    done: (adds, removes) => `Freigegeben: ${number(adds)} hinzuzufügen, ${number(removes)} zu entfernen.`,
    writing: 'Sie werden geschrieben.',
    paused: 'Das Schreiben ist angehalten: Freigegebenes wird geschrieben, sobald jemand unter Tag-Änderungen weitermacht.',
    toRun: (id) => `Lauf ${number(id)} ansehen`,
  };
}
