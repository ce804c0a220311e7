import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishOutlook } from './en-outlook.ts';

/** What the shop can expect of its customers, in German. */
export function germanOutlook(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishOutlook> {
  const { percent, money, day } = formats;
  const { counted } = frame;
  return {
    title: 'Die nächsten 90 Tage',
    asOf: (onDay: number) => `Erwartet nach dem Stand vom ${day(onDay)}.`,
    accuracy: 'Wie gut die Prognose trifft',
    underWay: 'Die Prognose Ihres Shops wird gerade berechnet und an seiner Vergangenheit geprüft. Das dauert Sekunden bis Minuten.',
    atRisk: 'Gefährdeter Umsatz',
    atRiskHow: 'Was in den nächsten 90 Tagen noch von Kunden erwartet wird, die nach ihrem eigenen Rhythmus gefährdet oder abgewandert sind: erwartete Käufe mal dem, was ein Kauf von ihnen wert ist, nach Rabatten und Rückerstattungen, ohne Steuern. So viel entgeht Ihnen, wenn niemand von ihnen wiederkommt. 90 Tage, weil die Prognose daran geprüft wurde.',
    shareOf: (share: number, all: number) => `${percent(share)} der ${money(all, { whole: true })}, die von allen Kunden erwartet werden`,
    part: (stage: string, customers: number) => `${stage}, ${counted(customers, 'Kunde', 'Kunden')}`,
    due: 'Diese Woche fällige Nachbestellungen',
    dueHow: 'Kunden, deren nächste Bestellung in diesen sieben Tagen erwartet wird; und wer nach eigenem Rhythmus nicht spät dran ist und ein Produkt, das er schon dreimal oder öfter gekauft hat, wieder braucht: danach, wie oft er selbst und Ihre anderen Kunden es nachkaufen. Nicht mitgezählt ist, wer höchstwahrscheinlich nicht kauft und wer seitdem bestellt hat.',
    week: (from: number, to: number) => `Vom ${day(from)} bis ${day(to)}`,
    see: 'In der Liste ansehen',
  };
}
