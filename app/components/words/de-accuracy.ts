import type { NaiveName } from '../../forecast/back-test-metrics.ts';
import type { MeanMetric } from '../../forecast/mean-metrics.ts';
import type { CalibrationBin } from '../../math/accuracy.ts';
import type { Formats } from '../format.ts';
import type { englishAccuracy } from './en-accuracy.ts';
import type { englishFrame } from './en-frame.ts';

type Held = Pick<MeanMetric, 'model' | 'naives'>;

/** Words of Insights > Accuracy, in German. */
export function germanAccuracy(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishAccuracy> {
  const { number, percent, day, instant, duration } = formats;
  const { counted } = frame;
  const rules: Record<NaiveName, string> = { recency: 'Zeit seit dem letzten Kauf', rfm: 'RFM', 'last-window': 'die letzten 90 Tage' };
  const instead = (naives: Held['naives']): string => {
    const each = (Object.entries(naives) as [NaiveName, number][]).map(([name, value]) => `${rules[name]} ${percent(value)}`);
    return each.length === 0 ? '' : ` Mit einfachen Regeln wären es gewesen: ${each.join(', ')}.`;
  };
  return {
    title: 'Wie gut die Prognose trifft',
    how: (horizon: number) => `Für bis zu sechs Stichtage in der Vergangenheit Ihres Shops, je 30 Tage auseinander, wird die Prognose neu erstellt, allein aus dem, was am Ende des Tages bekannt war, und mit dem verglichen, was Ihre Kunden in den ${number(horizon)} Tagen danach taten. Neben jeder Zahl steht, was man auch ohne Prognose hätte sagen können.`,
    naiveHow: (horizon: number) => `Die einfachen Regeln: Die erste geht danach, wie lange der letzte Kauf her ist; RFM nach der Summe der Werte für Zeit, Häufigkeit und Geld; die letzten ${number(horizon)} Tage danach, was jemand in ihnen gekauft hat. Wo eine Regel eine Wahrscheinlichkeit oder einen Betrag nennen muss, sagt sie, was Kunden in gleicher Lage in den ${number(horizon)} Tagen davor taten.`,
    shown: 'Wird gezeigt',
    notShown: 'Wird nicht gezeigt',
    underWay: 'Eine Prognose wird berechnet',
    isShown: 'Die Prognose wird auf Ihren Seiten gezeigt: An der Vergangenheit Ihres Shops war sie mindestens so gut wie die beste einfache Regel darin, wer kauft, wie wahrscheinlich und wie oft.',
    isLost: (measures: string[]) => `Die Prognose wird nirgends gezeigt, denn an der Vergangenheit Ihres Shops war eine einfache Regel besser: ${measures.join('; ')}. Sie wird jede Nacht neu berechnet und geprüft.`,
    alsoLost: (measures: string[]) => `Wo die beste einfache Regel näher lag: ${measures.join('; ')}.`,
    likeliest: ({ model, naives }: Held) => `Von den 10 % der Kunden mit der höchsten vorhergesagten Wahrscheinlichkeit kauften ${percent(model)}.${instead(naives)}`,
    pairs: ({ model, naives }: Held) => `Von zwei Kunden, einem, der kaufte, und einem, der nicht kaufte, gab die Prognose dem Käufer in ${percent(model)} aller Paare die höhere Wahrscheinlichkeit; 50 % wären Zufall.${instead(naives)}`,
    spend: ({ model, naives }: Held, horizon: number) => `Die 10 %, von denen sie am meisten erwartete, brachten ${percent(model)} des Umsatzes der ${number(horizon)} Tage.${instead(naives)}`,
    revenue: ({ model, naives }: Held) => `Beim Umsatz aller Kunden zusammen lag sie im Mittel um ${percent(model)} daneben.${instead(naives)}`,
    fitted: (at: string) => `Berechnet für den ${formats.date(at)}.`,
    looked: (cutOffs: number) => `Geprüft an ${counted(cutOffs, 'Stichtag', 'Stichtagen')} der Vergangenheit Ihres Shops.`,
    buyers: 'Käufer',
    days: 'Tage mit Bestellungen',
    of: (have: string, needed: string) => `${have} von ${needed}`,
    model: 'Prognose',
    naive: { recency: 'Letzter Kauf', rfm: 'RFM', 'last-window': 'Letzte 90 Tage' },
    calibration: {
      title: 'Trafen die Wahrscheinlichkeiten zu?',
      what: 'Kunden in zehn gleich großen Gruppen nach der Wahrscheinlichkeit, die ihnen gegeben wurde, alle Stichtage zusammen. Von einer Gruppe, von der 30 % kaufen sollten, sollten 30 % gekauft haben: Auf der gestrichelten Linie ist beides gleich.',
      expected: 'Vorhergesagt',
      happened: 'Anteil, der kaufte',
      same: 'Wie vorhergesagt',
      group: 'Gruppe',
      customers: 'Kunden',
      nth: (place: number) => (place === 1 ? '1, am wenigsten wahrscheinlich' : number(place)),
      table: 'Die Gruppen als Tabelle',
      drawn: (lowest: CalibrationBin, highest: CalibrationBin) =>
        `Vorhergesagte Wahrscheinlichkeit und Anteil, der kaufte, in zehn Gruppen. Vom unwahrscheinlichsten Zehntel sollten ${percent(lowest.expected)} kaufen, und ${percent(lowest.happened)} kauften; vom wahrscheinlichsten ${percent(highest.expected)} und ${percent(highest.happened)}. Die Tabelle hat jede Gruppe.`,
    },
    cutOffs: {
      title: 'Richtig geordnete Paare, nach Stichtag',
      cutOff: 'Stichtag',
      table: 'Die Stichtage als Tabelle',
      drawn: (from: number, to: number, first: number, last: number) => `Richtig geordnete Paare der Prognose und jeder einfachen Regel, vom ${day(from)} (${percent(first)}) bis ${day(to)} (${percent(last)}). Die Tabelle hat jeden Stichtag.`,
    },
    all: 'Alle Zahlen',
    allWhat: (cutOffs: number) => `Mittel über ${counted(cutOffs, 'Stichtag', 'Stichtage')}; bei zu viel oder zu wenig die Größe der Abweichung.`,
    at: (cutOff: number, customers: number, bought: number) => `Stand ${day(cutOff)}: ${number(bought)} von ${counted(customers, 'Kunde', 'Kunden')} kauften danach`,
    leftOut: {
      'no-model': (cutOff: number) => `${day(cutOff)} fehlt: Aus dem, was damals bekannt war, ließ sich keine Prognose lernen.`,
      'window-not-over': (cutOff: number) => `${day(cutOff)} fehlt: Die Tage danach sind noch nicht vorbei.`,
    },
    measure: 'Maß',
    better: 'Prognose mindestens so gut?',
    yes: 'Ja',
    no: 'Nein',
    metric: {
      auc: { name: 'Richtig geordnete Paare', how: 'Von allen Paaren aus einem Kunden, der kaufte, und einem, der nicht kaufte: der Anteil, in dem der Käufer die höhere Wahrscheinlichkeit hatte; Gleichstand zählt halb. 50 % sind Zufall. (Fläche unter der ROC-Kurve, AUC.)' },
      'top-tenth-bought': { name: 'Käufer im wahrscheinlichsten Zehntel', how: 'Von den 10 % der Kunden mit der höchsten Wahrscheinlichkeit der Anteil, der kaufte.' },
      brier: { name: 'Fehler der Wahrscheinlichkeiten', how: 'Mittleres Quadrat des Unterschieds zwischen Wahrscheinlichkeit und dem, was geschah (1 gekauft, 0 nicht). 0 ist vollkommen; bei allen 50 % zu sagen ergibt 0,25. (Brier-Score.)' },
      'calibration-error': { name: 'Wahrscheinlichkeiten zu hoch oder zu tief', how: 'Kunden in zehn gleich großen Gruppen nach ihrer Wahrscheinlichkeit: wie weit der Anteil, der kaufte, im Mittel von ihr abwich. (Erwarteter Kalibrierungsfehler.)' },
      'purchases-mae': { name: 'Fehler der Käufe', how: 'Mittlerer Unterschied zwischen erwarteten und tatsächlichen Kauftagen je Kunde. Die meisten Kunden kaufen nichts; wer von fast allen „nichts“ sagt, schneidet hier gut ab. (MAE.)' },
      'purchases-rmse': { name: 'Fehler der Käufe, große zählen mehr', how: 'Wurzel aus dem mittleren Quadrat dieses Unterschieds. (RMSE.)' },
      'purchases-bias': { name: 'Alle Käufe, zu viele oder zu wenige', how: 'Erwartete Käufe aller Kunden zusammen, weniger die tatsächlichen, als Anteil an diesen.' },
      'revenue-mae': { name: 'Fehler des Umsatzes', how: 'Mittlerer Unterschied zwischen erwartetem und tatsächlichem Nettoumsatz je Kunde.' },
      'revenue-bias': { name: 'Aller Umsatz, zu viel oder zu wenig', how: 'Erwarteter Nettoumsatz aller Kunden zusammen, weniger der tatsächliche, als Anteil an diesem.' },
      'top-tenth': { name: 'Umsatz des besten Zehntels', how: 'Anteil am Umsatz, den die 10 % der Kunden brachten, von denen am meisten erwartet wurde.' },
    },
    fit: {
      title: 'Prognose',
      what: 'Aus allen Bestellungen berechnet und an der Vergangenheit Ihres Shops geprüft, jedes Mal, wenn Ihre Kunden eingestuft wurden. Nichts wartet darauf: Was vorher erwartet wurde, gilt solange.',
      queued: 'Sie beginnt gleich.',
      phases: { orders: 'Liest Bestellungen', learning: 'Lernt und prüft', writing: 'Schreibt' },
      stands: 'Was vorher erwartet wurde, gilt, bis sie fertig ist.',
      stalled: 'Seit einer Weile gibt es kein Zeichen von ihr. Sie geht von selbst weiter, sobald wieder jemand daran arbeitet.',
      triedBefore: (why: string) => `Der letzte Versuch brach ab: ${why}`,
      failed: (why: string) => `Die letzte Prognose ließ sich nicht berechnen: ${why} Die vorige gilt weiter.`,
      last: (at: string, seconds: number) => `Zuletzt berechnet: ${instant(at)}, in ${duration(seconds)}.`,
      never: 'Noch nicht berechnet. Sie folgt auf die Einstufung Ihrer Kunden.',
      state: {
        shown: 'Sie wird auf Ihren Seiten gezeigt.',
        loses: 'Sie wird nicht gezeigt: An der Vergangenheit Ihres Shops war eine einfache Regel besser.',
        unproven: 'Sie wird nicht gezeigt: Die Vergangenheit Ihres Shops ist zu kurz, um sie daran zu prüfen.',
        'no-model': 'Es gibt keine: Noch kaum jemand hat zweimal gekauft.',
        'below-floor': 'Es gibt noch keine: Ihr Shop hat zu wenige Käufer oder eine zu kurze Vergangenheit.',
      },
      accuracy: 'Wie gut sie trifft',
    },
  };
}
