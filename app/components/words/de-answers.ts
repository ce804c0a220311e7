import { ASK_AFTER_DAYS, ASK_OPEN_DAYS } from '../../reviews/ask-due.ts';
import { FEWEST_FOR_SCORE } from '../../reviews/nps.ts';
import type { Formats } from '../format.ts';
import type { englishAnswers } from './en-answers.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of what buyers answer, in German. */
export function germanAnswers(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishAnswers> {
  const { number, percent } = formats;
  const { counted } = frame;
  return {
    title: 'Antworten',
    subtitle: 'Was Käufer über ihre Einkäufe und Ihren Shop sagen, und wie sie ihn gefunden haben.',
    period: 'Zahlen aus',
    periods: { 30: 'Letzte 30 Tage', 90: 'Letzte 90 Tage', 365: 'Letztes Jahr', all: 'Gesamte Zeit' },
    source: { search: 'Suchmaschine', social: 'Soziale Medien', friend: 'Freunde oder Familie', advert: 'Werbung', press: 'Presse, Blog oder Podcast', before: 'Schon einmal hier gekauft', other: 'Etwas anderes' },
    empty: {
      title: 'Bisher hat niemand geantwortet',
      what: 'Die Fragen stehen in zwei Blöcken, die Sie im Checkout-Editor von Shopify platzieren. Vorher wird nichts gefragt.',
      steps: [
        'Öffnen Sie in Shopify die Einstellungen, dann Checkout, und wählen Sie Anpassen.',
        'Wählen Sie die Seite „Danke“, fügen Sie den App-Block „Regulars: Danke“ hinzu und speichern Sie. Er fragt, wie der Käufer Sie gefunden hat.',
        'Wählen Sie die Seite „Bestellstatus“, fügen Sie den App-Block „Regulars: Bestellung“ hinzu und speichern Sie. Er fragt nach Sternen und ein paar Worten zu jedem Produkt, und ob der Käufer Sie weiterempfehlen würde.',
      ],
      open: 'Checkout-Einstellungen öffnen',
      when: `Angemeldete Käufer werden zu jeder Bestellung einmal gefragt, ${number(ASK_AFTER_DAYS.delivered)} Tage nach der Zustellung. Kennt Shopify die Zustellung nicht, ${number(ASK_AFTER_DAYS.shipped)} Tage nach dem Versand; hat auch der kein Datum, ${number(ASK_AFTER_DAYS.ordered)} Tage nach der Bestellung. Die Frage bleibt ${number(ASK_OPEN_DAYS)} Tage stehen. Nach erstatteten Positionen und stornierten Bestellungen wird nicht gefragt.`,
      asked: (orders) => `Gezeigt wurden die Fragen bisher zu ${counted(orders, 'Bestellung', 'Bestellungen')}.`,
    },
    nps: {
      title: 'Würden sie Sie weiterempfehlen?',
      score: 'Net Promoter Score',
      how: 'Der Anteil der Antworten 9 und 10 in Prozent abzüglich des Anteils der Antworten 0 bis 6, also zwischen −100 und 100. In 95 von 100 Fällen enthält der Bereich den Wert aller, die hätten antworten können, wenn die Antwortenden zufällig ausgewählt wären. Ganz so ist es nicht: Wer begeistert oder verärgert ist, antwortet häufiger.',
      range: (low, high) => `Zwischen ${number(low)} und ${number(high)}, soweit sich das ab ${number(FEWEST_FOR_SCORE)} Antworten sagen lässt`,
      tooFew: (answers) => `${counted(answers, 'Antwort', 'Antworten')}: zu wenige für einen Wert, für den es ${number(FEWEST_FOR_SCORE)} braucht`,
      none: 'Keine Antworten in diesem Zeitraum',
      promoters: 'Fürsprecher (9 und 10)',
      passives: 'Unentschiedene (7 und 8)',
      detractors: 'Kritiker (0 bis 6)',
      of: (count, share) => `${number(count)} (${percent(share)})`,
      asked: (asked, answered) => `Von ${counted(asked, 'Bestellung', 'Bestellungen')}, deren Käufern die Fragen in diesem Zeitraum zum ersten Mal gezeigt wurden, haben ${number(answered)} eine Antwort.`,
      from: { delivered: (count) => `${number(count)} nach der Zustellung gefragt`, shipped: (count) => `${number(count)} nach dem Versand, da keine Zustellung bekannt war`, ordered: (count) => `${number(count)} nach der Bestellung, da kein Versand ein Datum hatte` },
    },
    stars: { title: 'Sterne', caption: 'Antworten nach Sternen', of: (stars) => counted(stars, 'Stern', 'Sterne'), column: 'Sterne', answers: 'Antworten', share: 'Anteil', none: 'Keine Sterne in diesem Zeitraum.', mean: (mean, answers) => `Im Mittel ${number(Math.round(mean * 10) / 10)} von 5, aus ${counted(answers, 'Antwort', 'Antworten')}` },
    products: { title: 'Nach Produkt', caption: 'Produkte mit den meisten Antworten', product: 'Produkt', answers: 'Antworten', mean: 'Sterne im Mittel', low: '3 Sterne oder weniger', words: (title) => `Worte zu ${title}`, none: 'Kein Produkt hat in diesem Zeitraum Sterne.' },
    sources: { title: 'Wie sie Sie gefunden haben', caption: 'Quellen nach Zahl der Antworten', source: 'Quelle', answers: 'Antworten', share: 'Anteil', none: 'In diesem Zeitraum hat es niemand gesagt.', one: 'Bei Gästen zählt die erste Antwort; sie ist eine Stunde lang nach der Bestellung möglich.' },
    words: {
      title: 'In ihren Worten',
      show: 'Welche Worte aufgeführt sind',
      choice: { all: 'Alles', products: 'Zu Produkten', shop: 'Zu Ihrem Shop', source: 'Wie sie Sie gefunden haben' },
      none: 'Hier hat noch niemand etwas geschrieben.',
      only: (what) => `Nur ${what}`,
      all: 'Alle Worte zeigen',
      newest: 'Neueste',
      score: (score) => `${number(score)} von 10: würde Ihren Shop weiterempfehlen`,
      found: (source) => `Hat Sie gefunden durch: ${source}`,
      order: (name) => `Bestellung ${name}`,
      noCustomer: 'Gast',
      test: 'Testbestellung: hier aufgeführt, oben nicht gezählt.',
    },
    timeline: {
      title: (order) => `Hat zu Bestellung ${order} geantwortet`,
      score: (score) => `Würde Ihren Shop weiterempfehlen: ${number(score)} von 10`,
    },
  };
}
