import type { Standing } from '../../profiles/standing.ts';
import { LEAST_MARGIN, MOST_DISCOUNT_RATE, MOST_MARGIN } from '../../forecast/forecast-settings.ts';
import { LEAST_RISK_LINE, MOST_RISK_LINE } from '../../forecast/risk-line.ts';
import { MOST_EXCLUDED_TAGS, type DraftFault } from '../../settings/settings-fault.ts';
import type { ChoicePart } from '../../settings/shop-choice.ts';
import { TAG_MAX_LENGTH } from '../../tags/tag-name.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishSettings } from './en-settings.ts';

/** Words of the Settings screen, in German. */
export function germanSettings({ number, percent, instant }: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishSettings> {
  const { counted, countedCustomers, tierName } = frame;
  const customersDative = (count: number) => counted(count, 'Kunden', 'Kunden');
  const part: Record<ChoicePart, string> = {
    window: 'Zeitraum, der zählt', rRule: 'R-Regel', fRule: 'F-Regel', atRisk: 'Ab wann jemand gefährdet ist', tierMap: 'Stufen', excludedTags: 'Ausgeschlossene Tags',
    tagNames: 'Namen der Tags', tagsOn: 'Tags an oder aus', nightly: 'Nächtliche Einstufung', riskLine: 'Risikolinie', worth: 'Kundenwert',
  };
  return {
    title: 'Einstellungen',
    save: 'Speichern',
    discard: 'Verwerfen',
    saved: 'Einstellungen gespeichert',
    unchanged: 'Nichts wurde geändert',
    reset: 'Auf Standard zurücksetzen',
    resetShown: 'Unten stehen die Standardwerte. Gespeichert wird erst, wenn Sie speichern; die bisherigen Einstellungen bleiben im Verlauf.',
    broughtBack: 'Unten stehen die früheren Einstellungen. Gespeichert wird erst, wenn Sie speichern.',
    fault: (fault) => describeFault(fault),
    mend: 'Korrigieren Sie die markierten Felder und speichern Sie dann erneut.',
    inForce: {
      title: 'Ihr Shop ist noch klein',
      what: (buyers, repeat, days) =>
        `Kunden werden untereinander geordnet, sobald es 500 Käufer gibt, davon 100 mit zwei oder mehr Käufen, und Bestellungen aus 180 Tagen. Ihr Shop hat ${buyers} Käufer, davon ${repeat} mit zwei oder mehr Käufen, und ${days} Tage. Bis dahin richtet sich der Umsatz nach Ihrer mittleren Bestellung (Median), die Aktualität nach dem Rhythmus jedes Kunden und die Häufigkeit nach festen Schritten, gleich was unten gewählt ist.`,
      never: 'Ihr Shop wurde noch nicht importiert, es gibt also niemanden einzustufen. Was Sie hier wählen, gilt ab dem ersten Import.',
    },
    counting: {
      title: 'Wie Kunden bewertet werden',
      window: 'Zeitraum, der für Häufigkeit und Umsatz zählt',
      windowHelp: 'Frühere Käufe zählen in F und M nicht. Rhythmus und Aktualität richten sich immer nach der ganzen Zeit.',
      windows: { 12: 'Letzte 12 Monate', 24: 'Letzte 24 Monate', 36: 'Letzte 36 Monate', all: 'Die ganze Zeit' },
      rRule: 'Aktualität (R)',
      rRules: { rhythm: 'Nach dem eigenen Rhythmus jedes Kunden', plain: 'Nach dem Rang unter allen Käufern' },
      rHelp: { rhythm: 'Wer sonst jeden Monat bestellt, ist nach sechs Wochen spät dran; wer einmal im Jahr bestellt, nicht.', plain: 'Das Fünftel, das zuletzt bestellt hat, bekommt 5; das, dessen Bestellung am längsten her ist, 1.' },
      fRule: 'Häufigkeit (F)',
      fRules: { bands: 'Nach festen Schritten', midrank: 'Nach dem Rang unter allen Käufern' },
      fHelp: { bands: '1 Kauf, 2, 3, 4 bis 5 und 6 oder mehr.', midrank: 'Das Fünftel, das am häufigsten gekauft hat, bekommt 5. Wo die meisten einmal gekauft haben, haben die meisten dieselbe Bewertung.' },
      atRisk: 'Ab wann jemand gefährdet ist',
      atRisks: { rhythm: 'Über die eigene Spät-Grenze hinaus', flat: 'Nach 30 Tagen, für alle' },
      atRiskHelp: { rhythm: 'Das Anderthalbfache der üblichen Zeit zwischen Bestellungen, und mindestens 30 Tage.', flat: 'Einfach, aber wer seltener als einmal im Monat bestellt, gilt immer als spät.' },
    },
    tiers: {
      title: 'Stufen',
      what: 'Für welche Stufe jede Kombination von Bewertungen steht. Neue Kunden und Interessenten haben eigene Regeln.',
      caption: 'Stufe je Aktualität (Zeilen) und Häufigkeit und Umsatz zusammen (Spalten)',
      cell: (row, r, column) => `${row} (R ${r}), ${column}`,
      choose: 'Stufe wählen',
      restore: 'Standardstufen verwenden',
    },
    tags: {
      title: 'Tags',
      what: 'Wie jedes Tag bei Shopify heißt und welche Regulars pflegt. Wird ein Tag ausgeschaltet, wird nach sieben Tagen vorgeschlagen, es zu entfernen, wo Regulars es geschrieben hat.',
      on: (name) => `Das Tag „${name}“ pflegen`,
      name: (name) => `Name des Tags für ${name}`,
      meaning: {
        lapsed: 'Weit über die übliche Zeit zwischen Bestellungen hinaus.', 'at-risk': 'Über die Spät-Grenze hinaus, noch nicht abgewandert.', new: 'Ein einziger Kauf, pünktlich, vor höchstens 90 Tagen.',
        loyal: `Stufe ${tierName.Champions} oder ${tierName.Loyal}.`, vip: 'Zwei oder mehr Käufe, und nach dem Umsatz der letzten 365 Tage im obersten Zehntel.',
        'discount-seeker': 'Drei oder mehr Bestellungen, mindestens 60 % davon mit Rabatt und 20 Punkte über Ihrem Shop.',
        'serial-returner': 'Fünf oder mehr Bestellungen, und mehr als die Hälfte der Artikel kommt voraussichtlich zurück.',
        'big-spender': 'Zwei oder mehr Käufe, und eine durchschnittliche Bestellung in den obersten 5 %.',
      },
    },
    excluded: {
      title: 'Kunden, die nicht mitzählen',
      what: 'Kunden mit einem dieser Tags bekommen keine Bewertung und keine Tags und zählen in keiner Rangfolge: etwa Mitarbeiter oder der Laufkunde Ihrer Kasse.',
      label: 'Tag',
      add: 'Hinzufügen',
      list: 'Ausgeschlossene Tags',
      none: 'Niemand ist ausgeschlossen.',
      known: 'Dieses Tag steht schon in der Liste.',
      remove: (tag) => `Das Tag ${tag} entfernen`,
    },
    risk: {
      title: 'Risiko, nicht mehr zu kaufen',
      what: 'Sobald es für Ihren Shop eine Prognose gibt, wird ein Kunde, dessen Risiko über diese Linie steigt, in seinem Verlauf vermerkt, je Anstieg einmal. Dadurch wird nichts verschickt und nichts in Ihren Shop geschrieben.',
      label: 'Linie',
      help: 'Wer um die Linie pendelt, wird einmal vermerkt: Das Risiko muss erst 5 Punkte unter sie fallen, bevor es wieder vermerkt wird.',
    },
    worth: {
      title: 'Was Kunden wert sind',
      what: 'Der prognostizierte Wert eines Kunden ist sein erwarteter Umsatz. Mit Ihrer Marge und Ihren Kosten wird daraus, was davon bleibt. Stufen und Tags ändern sich dadurch nicht.',
      margin: 'Rohmarge',
      marginHelp: 'Was vom Nettoumsatz nach den Kosten der Ware bleibt. 100 %: Der Wert ist der Umsatz.',
      cost: (currency) => (currency === null ? 'Kosten je Kauf' : `Kosten je Kauf (${currency})`),
      costHelp: 'Verpackung, Versand, Zahlung.',
      discount: 'Abschlag im Jahr',
      discountHelp: 'Um so viel zählt Geld weniger, das ein Jahr später kommt.',
    },
    night: {
      title: 'Nächtliche Einstufung',
      what: 'Kunden fallen auch ohne Bestellung hinter ihren Rhythmus zurück, daher werden alle einmal am Tag neu eingestuft.',
      label: 'Uhrzeit',
      help: (zone) => `In der Zeitzone Ihres Shops, ${zone}.`,
      next: (at) => `Nächstes Mal: ${instant(at)}.`,
      stands: 'Die Uhr dieser Demo steht still, es kommt also von selbst keine Nacht.',
      notYet: 'Sie beginnt nach dem ersten Import.',
      moves: 'Die Uhrzeit ändert niemandes Stufe.',
    },
    preview: {
      title: 'Vorschau',
      working: (percent) => `Es wird berechnet, wer die Stufe wechselt: ${percent} %`,
      bar: 'Fortschritt der Vorschau',
      faults: 'Solange ein Feld falsch ist, gibt es keine Vorschau.',
      nobodyYet: 'Noch gibt es keine Kunden, also wechselt niemand.',
      nobody: (of) => `Niemand wechselt: ${of === 1 ? '1 Kunde behält' : `Alle ${countedCustomers(of)} behalten`} die Stufe.`,
      moved: (moved, of) => `${number(moved)} von ${customersDative(of)} ${moved === 1 ? 'würde' : 'würden'} die Stufe wechseln.`,
      from: 'Von', to: 'Nach', customers: 'Kunden',
      caption: 'Kunden, die die Stufe wechseln würden',
      more: (count) => `Und ${counted(count, 'weiterer Wechsel', 'weitere Wechsel')}`,
      tagsCaption: 'Tags, die sich ändern würden',
      tag: 'Tag', now: 'Jetzt', then: 'Dann', newly: 'Neu', noLonger: 'Nicht mehr',
      tagsSame: 'Jedes Tag bleibt bei denselben Kunden.',
      off: 'aus',
      renamed: (from, to) => `${from} → ${to}`,
      switchedOn: 'eingeschaltet', switchedOff: 'ausgeschaltet',
      oldName: (from, to, customers) => `„${from}“ würde bei ${customersDative(customers)} entfernt, wo Regulars es geschrieben hat, und „${to}“ stattdessen gesetzt. Wo das Tag Ihres ist, bleibt es. Einen Workflow in Shopify Flow, der auf „${from}“ wartet, müssen Sie selbst ändern.`,
      oldNameNowhere: (from) => `Regulars hat „${from}“ noch nirgends geschrieben, also ist kein alter Name zu entfernen.`,
      proposal: (adds, removes, automatic) => `Dann vorgeschlagene Tag-Änderungen: ${number(adds)} hinzuzufügen und ${number(removes)} zu entfernen. ${automatic ? 'Da Tags automatisch geschrieben werden, geschieht das, sobald Ihre Kunden neu eingestuft sind.' : 'Das Speichern allein schreibt nichts in Ihren Shop.'}`,
      pastLine: (lineNow, now, lineThen, then) => `${countedCustomers(then)} ${then === 1 ? 'liegt' : 'liegen'} heute über ${percent(lineThen)}, über ${percent(lineNow)} sind es ${number(now)}. Niemand wird vermerkt, weil die Linie verschoben wird: nur wer danach über sie steigt.`,
      noForecast: 'Für Ihren Shop gibt es noch keine Prognose, also liegt niemand über einer Linie.',
      worth: 'Kundenwerte werden nach dem Speichern neu berechnet.',
      waits: 'Ihr Shop hat weniger als 500 Käufer, die Rangfolge beginnt also noch nicht.',
      failed: 'Die Vorschau konnte nicht berechnet werden. Speichern können Sie trotzdem.',
      again: 'Erneut versuchen',
    },
    progress: {
      title: 'Kunden werden nach den neuen Einstellungen eingestuft',
      what: 'Bis das fertig ist, zeigt die App die bisherigen Stufen.',
      bar: 'Fortschritt der Einstufung',
      left: (time) => `Noch etwa ${time}.`,
      proposing: 'Tag-Änderungen werden neu ausgearbeitet',
      done: 'Fertig: Die Kunden sind nach den neuen Einstellungen eingestuft',
      moved: (moved) => (moved === 0 ? 'Niemand hat die Stufe gewechselt.' : `${counted(moved, 'Kunde hat', 'Kunden haben')} die Stufe gewechselt.`),
      tags: (automatic) => (automatic ? 'Tag-Änderungen werden neu ausgearbeitet und automatisch geschrieben.' : 'Tag-Änderungen werden neu ausgearbeitet. In Ihren Shop wird nichts geschrieben, was Sie nicht freigeben.'),
      forecast: 'Gespeichert: Kundenwerte werden neu berechnet',
      forecastWhat: 'Das dauert Sekunden bis Minuten. Unter Daten steht, wie weit es ist.',
      review: 'Tag-Änderungen ansehen',
    },
    history: {
      title: 'Änderungen der Einstellungen',
      none: 'Noch wurde nichts geändert: Es gelten die Standardwerte.',
      when: 'Wann', who: 'Wer', what: 'Was', action: 'Zurückholen',
      person: (id, name) => (id === '' ? 'Anderswo in Regulars' : name ?? `Mitarbeiter ${id}`),
      bringBack: 'Zurückholen, was vorher galt',
      bringBackOf: (when) => `Zurückholen, was vorher galt: vor ${when}`,
      parts: (parts) => parts.map((one) => part[one]).join(', '),
    },
    standing: (standing: Standing) => (standing === 'excluded' ? frame.excluded : standing === 'absent' ? frame.none : tierName[standing]),
  };
}

/** A fault of the form: what is wrong and what to do. */
function describeFault(fault: DraftFault): string {
  switch (fault.code) {
    case 'choose': return fault.field.startsWith('tier-') ? 'Wählen Sie eine Stufe für dieses Feld. Jedes Feld braucht eine.' : 'Wählen Sie eine der Möglichkeiten.';
    case 'empty': return fault.field === 'excludedTags' ? 'Geben Sie den Namen des Tags ein.' : 'Geben Sie dem Tag einen Namen. Um auf das Tag zu verzichten, schalten Sie es aus.';
    case 'comma': return 'Shopify trennt Tags durch Kommas, ein Tag kann daher keines enthalten. Lassen Sie es weg.';
    case 'control': return 'Ein Tag kann keine Zeilenumbrüche oder Steuerzeichen enthalten. Lassen Sie sie weg.';
    case 'long': return `Shopify nimmt Tags mit höchstens ${TAG_MAX_LENGTH} Zeichen, dieses hat ${fault.length}. Kürzen Sie es.`;
    case 'same-name': return `„${fault.as}“ heißt schon so, und Shopify unterscheidet nicht zwischen Groß- und Kleinbuchstaben. Wählen Sie einen anderen Namen.`;
    case 'too-many': return `Höchstens ${MOST_EXCLUDED_TAGS} Tags können ausgeschlossen werden. Entfernen Sie einige.`;
    case 'no-time': return 'Geben Sie eine Uhrzeit ein, etwa 03:30.';
    case 'no-risk': return `Geben Sie eine ganze Prozentzahl von ${LEAST_RISK_LINE} bis ${MOST_RISK_LINE} ein.`;
    case 'no-margin': return `Geben Sie eine ganze Prozentzahl von ${LEAST_MARGIN} bis ${MOST_MARGIN} ein.`;
    case 'no-cost': return 'Geben Sie einen Betrag wie 2,50 ein, höchstens eine Million.';
    case 'no-discount': return `Geben Sie eine ganze Prozentzahl von 0 bis ${MOST_DISCOUNT_RATE} ein.`;
  }
}
