import type { ForecastProgress } from '../../forecast/forecast-floor.ts';
import type { Formats } from '../format.ts';
import type { englishForecast } from './en-forecast.ts';
import type { englishFrame } from './en-frame.ts';

/** What a customer is expected to do, in German. */
export function germanForecast(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishForecast> {
  const { number, percent, money, day } = formats;
  const { counted } = frame;
  return {
    title: 'Prognose',
    how: 'Jede Nacht aus allen Käufen Ihrer Kunden und der Saison Ihres Shops berechnet und an der Vergangenheit Ihres Shops geprüft, bevor sie gezeigt wird. Sie ist eine Erwartung, kein Versprechen.',
    band: { low: 'Geringes Risiko, nicht zu kaufen', medium: 'Mittleres Risiko, nicht zu kaufen', high: 'Hohes Risiko, nicht zu kaufen' },
    value: 'Wert der nächsten 12 Monate',
    valueHow: ({ grossMargin, costPerPurchase, discountRate }) =>
      `Erwartete Käufe mal dem, was ein Kauf dieses Kunden wert ist: nach Rabatten und Rückerstattungen, ohne Steuern${grossMargin < 1 ? `, wovon Ihre Marge ${percent(grossMargin)} lässt` : ''}${costPerPurchase > 0 ? `, abzüglich ${money(Math.round(costPerPurchase))} je Kauf` : ''}${discountRate > 0 ? `, und mit ${percent(discountRate)} Abschlag im Jahr für Geld, das später kommt` : ''}. Von zehn Kunden bleiben etwa acht innerhalb der Spanne; weniger, wenn das Jahr des ganzen Shops besser oder schlechter ausfällt, als es aussieht.`,
    range: (low: number, high: number) => (low === 0 ? `zwischen nichts und ${money(high)}` : `zwischen ${money(low)} und ${money(high)}`),
    mostlyNothing: 'höchstwahrscheinlich nichts: Der Wert ist der Durchschnitt der wenigen, die wiederkommen',
    buys: (days: number) => `Kauft innerhalb von ${counted(days, 'Tag', 'Tagen')}`,
    buysHow: 'Die Zahl der Tage ist das Doppelte der üblichen Zeit zwischen zwei Käufen in Ihrem Shop, mindestens 30 und höchstens 365. Das Risiko, nicht zu kaufen, ist der Rest auf 100 %: gering unter 33 %, hoch über 66 %.',
    nextOrder: 'Nächste Bestellung erwartet',
    nextOrderHow: 'Ist die Person noch Kunde, dann hat sie in der Hälfte aller Fälle bis zu diesem Tag bestellt.',
    farAway: 'Nicht in den nächsten zwei Jahren',
    ifStill: (onDay: number) => `${day(onDay)}, falls noch Kunde`,
    anyDay: 'Jederzeit',
    alive: 'Wahrscheinlich noch Kunde',
    aliveHow: 'Allein nach dem eigenen Rhythmus. Niemand wird danach eingestuft.',
    purchases: 'Käufe in 12 Monaten',
    restsOn: 'Worauf das beruht',
    history: (purchases: number, last: number, gap: number) => `${counted(purchases, 'Kauf', 'Käufe')}, der letzte am ${day(last)}; üblicherweise ${counted(gap, 'Tag', 'Tage')} zwischen zwei Käufen.`,
    accuracy: (auc: number, naive: number | null, cutOffs: number) => `An der Vergangenheit Ihres Shops (${counted(cutOffs, 'Stichtag', 'Stichtage')}) unterschied sie in ${percent(auc)} der Paare, wer kaufen würde und wer nicht${naive === null ? '' : `; die beste einfache Regel in ${percent(naive)}`}.`,
    asOf: (onDay: number) => `Stand ${day(onDay)}.`,
    reason: {
      'not-yet': 'Erscheint, sobald Ihre Kunden das nächste Mal eingestuft werden.',
      'below-floor': 'Ihr Shop hat zu wenige Käufer oder eine zu kurze Vergangenheit für eine Prognose, auf die Verlass wäre. Bis dahin wird keine Zahl gezeigt.',
      'no-model': 'In Ihrem Shop hat noch kaum jemand zweimal gekauft; es gibt noch keinen Rhythmus, aus dem sich eine Prognose lernen ließe.',
      unproven: 'Die Vergangenheit Ihres Shops ist zu kurz, um eine Prognose daran zu prüfen. Bis sie geprüft ist, wird keine Zahl gezeigt.',
      loses: 'An der Vergangenheit Ihres Shops war die Prognose nicht besser als eine einfache Regel. Darum wird keine Zahl von ihr gezeigt.',
      'no-purchase': 'Eine Prognose beginnt mit dem ersten Kauf.',
      excluded: 'Dieser Kunde trägt einen Tag, den Sie in den Einstellungen ausgeschlossen haben.',
    },
    progress: (progress: ForecastProgress) => `${number(progress.buyers)} von ${counted(progress.buyersNeeded, 'Käufer', 'Käufern')}, ${number(progress.days)} von ${counted(progress.daysNeeded, 'Tag', 'Tagen')} mit Bestellungen.`,
  };
}
