import type { FieldKey } from '../../metafields/customer-field.ts';
import type { RunCause } from '../../metafields/run-cause.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishMetafields } from './en-metafields.ts';

/** Words of customer metafields, in German. */
export function germanMetafields(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishMetafields> {
  const { number, instant, date } = formats;
  const { counted, countedCustomers } = frame;
  const ofCustomers = (count: number): string => counted(count, 'Kunden', 'Kunden');
  const field: Record<FieldKey, string> = {
    value_tier: 'Wertstufe', tier: 'RFM-Stufe', rfm_score: 'RFM-Bewertung', clv_12m: 'Erwarteter Umsatz, 12 Monate', churn_band: 'Risiko, nicht mehr zu kaufen', churn_risk: 'Dasselbe in Prozent', next_order_date: 'Nächste Bestellung erwartet',
  };
  const meaning: Record<FieldKey, string> = {
    value_tier: 'Zum Sortieren im Kundendienst: VIP, high oder standard, nach dem, was der Kunde ausgegeben hat.',
    tier: 'Champions, Loyal, At risk und so weiter, immer auf Englisch.',
    rfm_score: 'R, F und M als eine Zahl: 543 ist R 5, F 4, M 3.',
    clv_12m: 'In der Währung Ihres Shops, auf zwei Stellen.',
    churn_band: 'low, medium oder high.',
    churn_risk: 'In Schritten von 5.',
    next_order_date: 'Der Tag, bis zu dem die Hälfte solcher Kunden bestellt hat.',
  };
  const cause: Record<RunCause, string> = { asked: 'von Ihnen angefordert', sorted: 'nach einer Einstufung', resumed: 'nachdem es angehalten war', 'fields-gone': 'Felder fehlten bei Shopify' };
  return {
    title: 'Metafelder der Kunden',
    back: 'Wie Tags geschrieben werden',
    card: {
      title: 'Metafelder der Kunden',
      what: 'Bewertung, Stufe, erwarteter Umsatz, Risiko, nächste Bestellung und Wertstufe als Felder jedes Kunden bei Shopify, für Flow, Segmente und Kundendienst.',
      status: { off: 'Aus: Es wird nichts geschrieben.', on: 'An: werden aktuell gehalten.', paused: 'Angehalten.', removing: 'Werden entfernt.' },
      open: 'Metafelder der Kunden öffnen',
    },
    what: 'Regulars kann, was es von einem Kunden weiß, in eigenen Metafeldern festhalten. Sie stehen bei Shopify auf der Seite des Kunden unter Metafelder, wo Sie sie lesen und nur Regulars sie ändern kann; Shopify Flow kann nach ihnen fragen, und Texte, Zahlen und Tage sind dort Filter von Kundensegmenten.',
    off: {
      title: 'Noch wird nichts geschrieben',
      titleAfter: 'Es wird nichts mehr geschrieben',
      would: (customers, forecast) => `${countedCustomers(customers)}, die gekauft haben, bekämen diese Felder${forecast === customers ? '' : `, ${number(forecast)} davon mit den vier aus der Prognose`}.`,
      noForecast: 'Für Ihren Shop gibt es noch keine Prognose, die vier Felder daraus bleiben also bis dahin weg.',
      nobody: 'In Ihrem Shop hat noch niemand gekauft, es gibt also nichts zu schreiben.',
      early: 'Ihre Kunden wurden noch nicht eingestuft. Kommen Sie wieder, wenn der erste Import fertig ist.',
      switchOn: 'Metafelder schreiben',
      askTitle: (customers) => `Metafelder von ${ofCustomers(customers)} schreiben?`,
      ask: 'Jetzt werden alle geschrieben und von da an aktuell gehalten: nach der Einstufung jeder Nacht, und einige Sekunden nachdem bei einem Kunden etwas geschieht. Sie können das anhalten oder alles wieder entfernen.',
      askFlow: 'Wenn einer Ihrer Workflows startet, sobald sich ein Kunde ändert, startet er für jeden von ihnen.',
      started: 'Die Metafelder werden geschrieben.',
      left: (customers) => `${countedCustomers(customers)} ${customers === 1 ? 'hat' : 'haben'} noch Werte, die Shopify nicht entfernen wollte.`,
      definitions: 'Die Felder sind bei Shopify noch angelegt, ohne Werte.',
      deleteDefinitions: 'Auch die Felder löschen',
    },
    on: {
      title: 'Die Metafelder werden aktuell gehalten',
      since: (who, at) => `Eingeschaltet von ${who} am ${date(at)}.`,
      standing: (customers) => `${countedCustomers(customers)} ${customers === 1 ? 'hat' : 'haben'} sie bei Shopify.`,
      followed: (customers, at) => `Seither geschrieben, weil etwas geschah: ${countedCustomers(customers)}, zuletzt am ${instant(at)}.`,
      rule: 'Nach einer Nacht wird ein Kunde nur geschrieben, wo sich etwas geändert hat, das zählt: Stufe oder Bewertung, der erwartete Umsatz um ein Fünftel, das Risiko um 5 Punkte, die nächste Bestellung um mehr als 3 Tage.',
      refused: (customers, words) => `Shopify hat die Werte von ${ofCustomers(customers)} abgelehnt: ${words}`,
      pause: 'Anhalten',
      pauseDone: 'Es wird nichts mehr geschrieben, bis Sie weiterschreiben lassen.',
      paused: (who, at) => `Angehalten von ${who} am ${instant(at)}. Was sich inzwischen ändert, wird geschrieben, wenn Sie weiterschreiben lassen.`,
      resume: 'Weiterschreiben',
      resumed: 'Die Metafelder werden wieder geschrieben.',
      allPaused: 'Auf der Seite davor ist alles Schreiben angehalten, also wird auch hier nichts geschrieben.',
      again: 'Noch einmal versuchen',
      stopped: 'Das Schreiben ist stehen geblieben.',
      takeOff: 'Alles entfernen',
    },
    progress: {
      write: 'Die Metafelder werden geschrieben',
      remove: 'Die Metafelder werden entfernt',
      waiting: 'Beginnt gleich.',
      of: (done, all) => `${number(done)} von ${ofCustomers(all)} durchgesehen.`,
      label: 'Durchgesehene Kunden',
      leave: 'Sie können diese Seite verlassen. Es geht von selbst weiter.',
    },
    removal: {
      title: 'Alle Metafelder entfernen?',
      what: (customers) => `Die Werte von ${ofCustomers(customers)} werden bei Shopify gelöscht, und es werden keine mehr geschrieben.`,
      legend: 'Und die Felder selbst',
      keep: 'Bleiben, ohne Werte',
      keepHelp: 'Workflows und Segmente, die nach ihnen fragen, laufen weiter und finden niemanden.',
      drop: 'Werden auch gelöscht',
      dropHelp: 'Geht in einem großen Shop schneller. Workflows und Segmente, die nach ihnen fragen, funktionieren dann nicht mehr.',
      confirm: 'Alles entfernen',
      started: 'Die Metafelder werden entfernt.',
    },
    table: {
      title: 'Was geschrieben wird',
      example: (name) => `Das Beispiel ist ${name}.`,
      caption: 'Die Felder, was sie sagen, und die Werte eines Kunden',
      field: 'Feld', meaning: 'Was es sagt', value: 'Beispiel', stands: 'Jetzt bei Shopify', key: 'Schlüssel',
      none: 'Kein Wert',
      namespace: (namespace) => `Alle liegen im Namensraum ${namespace}; Shopify setzt für $app die Nummer der App ein.`,
    },
    fields: field,
    meaning,
    runs: {
      title: 'Letzte Läufe',
      none: 'Noch wurde nichts geschrieben.',
      when: 'Wann', what: 'Was', looked: 'Durchgesehen', written: 'Geschrieben', failed: 'Abgelehnt', who: 'Wer',
      write: (why) => `Geschrieben, ${cause[why]}`,
      remove: 'Entfernt',
      cancelled: 'abgebrochen',
    },
  };
}
