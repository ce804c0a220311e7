import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishPrivacy } from './en-privacy.ts';

/** Words of Privacy, in German. */
export function germanPrivacy(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishPrivacy> {
  const { number } = formats;
  const { counted } = frame;
  return {
    title: 'Datenschutz',
    onData: 'Datenschutz: Anfragen zu persönlichen Daten, wer sie angesehen hat, sauber gehen',
    requests: {
      title: 'Anfragen von Kunden',
      what: 'Fragt ein Kunde in Shopify, was über ihn gespeichert ist, wartet hier eine Datei mit allem, was Regulars über ihn hat, damit Sie sie weitergeben. Sollen seine Daten gelöscht werden, löscht Regulars sie von selbst und behält seine Bestellungen als Zahlen ohne Person.',
      none: 'Noch kein Kunde hat gefragt.',
      caption: 'Anfragen von Kunden zu ihren Daten, die neueste zuerst',
      columns: { kind: 'Anfrage', customer: 'Kunde', asked: 'Gestellt', state: 'Stand', file: 'Datei' },
      kind: { data: 'Was über ihn gespeichert ist', redact: 'Löschung seiner Daten' },
      guest: 'Jemand, der als Gast bestellt hat',
      due: (when) => `Zu beantworten bis ${when}`,
      downloadedAt: (when, who) => (who === null ? `Heruntergeladen ${when}` : `Heruntergeladen ${when} von ${who}`),
      deletedAt: (when) => `Gelöscht ${when}`,
      goneWithData: 'Die Datei ging mit der Löschung seiner Daten',
      over: 'Die 30 Tage dafür sind vorbei; die Datei ist weg',
      download: 'Herunterladen',
      downloadFor: (who) => `Herunterladen, was über ${who} gespeichert ist`,
      started: 'Ihr Browser hat die Datei.',
    },
    access: {
      title: 'Wer persönliche Daten angesehen hat',
      what: 'Kunden, deren Seite geöffnet wurde, Suchen in der Liste (nie die Suchwörter selbst), Seiten, die Kunden nennen (je einmal pro Stunde), und mitgenommene Dateien. Die neuesten 50.',
      none: 'Noch niemand hat einen Kunden angesehen.',
      caption: 'Zugriffe auf persönliche Daten, der neueste zuerst',
      columns: { what: 'Was', customer: 'Kunde', who: 'Wer', when: 'Wann' },
      kind: { customer: 'Kunden geöffnet', search: 'Kunden durchsucht', list: 'Kundenliste gesehen', home: 'Gesehen, wer Aufmerksamkeit braucht', 'tag-changes': 'Tag-Änderungen von Kunden gesehen', rejects: 'Nicht übernommene Zeilen gesehen', answers: 'Antworten von Käufern gesehen', export: 'Persönliche Daten exportiert', 'data-request': 'Daten eines Kunden heruntergeladen' },
    },
    keep: {
      title: 'Wie lange etwas aufbewahrt wird',
      label: 'Protokolle darüber, wer persönliche Daten angesehen und welche Dateien er heruntergeladen hat',
      help: 'Was älter ist, geht sofort, und von da an jede Nacht.',
      days: (days) => (days === 365 ? '1 Jahr' : `${number(days)} Tage`),
      saved: 'Gespeichert.',
      fixed: [
        'Was Shopify Regulars mitteilt: bis es verarbeitet ist.',
        'Zeilen, die ein Import nicht übernehmen konnte: die der letzten 10 Importe.',
        'Risiken, die über Ihre Grenze gestiegen sind: ein Jahr.',
        'Dateien für Anfragen von Kunden: 30 Tage, oder bis ihre Daten gelöscht sind. Sie entstehen beim Herunterladen.',
        'Alles andere: solange die App installiert ist. 48 Stunden nach der Deinstallation verlangt Shopify die Löschung, und es geht.',
      ],
    },
    leave: {
      title: 'Sauber gehen',
      what: 'Wenn Sie Regulars deinstallieren wollen, lassen Sie es vorher seine Tags von Ihren Kunden nehmen und seine Segmente, Metafelder und Listen löschen. Danach hat es keinen Zugang mehr zu Ihrem Shop und kann es nicht.',
      start: 'Alles herausnehmen',
      ask: 'Alles von Regulars aus Ihrem Shop herausnehmen?',
      takesOff: (tags) => (tags === 0 ? 'Kein Kunde trägt einen Tag, den Regulars geschrieben hat.' : `${counted(tags, 'Tag, den Regulars geschrieben hat, wird', 'Tags, die Regulars geschrieben hat, werden')} von Ihren Kunden genommen. Tags, die Sie selbst gesetzt oder seither geändert haben, bleiben.`),
      switchesOff: 'Automatisches Schreiben und alle Tags werden ausgeschaltet, und nichts Wartendes wird geschrieben. Flows und Segmente, die diese Tags nutzen, finden dann niemanden.',
      before: 'Das geht nur, solange die App installiert ist. In einem großen Shop kann es dauern; Sie können diese Seite inzwischen schließen.',
      confirm: 'Alles herausnehmen',
      started: 'Was Regulars geschrieben hat, wird herausgenommen.',
      nothing: 'Alles ist ausgeschaltet. Es gab keinen Tag abzunehmen und weder Segment noch Metafeld noch Liste zu löschen.',
      label: 'Abgenommene Tags',
      running: (left) => `${counted(left, 'Tag ist', 'Tags sind')} noch abzunehmen.`,
      ready: 'Kein Tag von Regulars ist an Ihren Kunden, kein unverändertes Segment, kein Metafeld und keine Liste von ihm in Shopify, und nichts wird von selbst geschrieben. Sie können die App deinstallieren.',
      failed: (tags) => `${counted(tags, 'Tag konnte', 'Tags konnten')} nicht abgenommen werden.`,
      seeRuns: 'Warum, steht unter Tag-Änderungen.',
      deletesSegments: (names) => `${counted(names.length, 'Segment, das Regulars in Shopify erstellt hat und das seither niemand geändert hat, wird', 'Segmente, die Regulars in Shopify erstellt hat und die seither niemand geändert hat, werden')} gelöscht: ${names.map((name) => `„${name}“`).join(', ')}.`,
      keepsSegments: (names) => `Sie haben ${names.length === 1 ? 'dieses Segment' : 'diese Segmente'} von Regulars in Shopify geändert, also ${names.length === 1 ? 'bleibt es' : 'bleiben sie'}: ${names.map((name) => `„${name}“`).join(', ')}.`,
      deletesMetafields: (customers) => (customers === 0 ? 'Die Metafelder von Regulars werden gelöscht. Keines davon hat einen Wert.' : `Die Metafelder von Regulars werden gelöscht, mit den Werten von ${counted(customers, 'Kunden', 'Kunden')}. Workflows und Segmente, die nach ihnen fragen, funktionieren dann nicht mehr.`),
      metafieldsRunning: 'Die Metafelder der Kunden werden gelöscht.',
      takesListsOff: (products) => (products === 0 ? 'Die Produktfelder von Regulars werden gelöscht. Keines davon hat eine Liste.' : `Die Listen, die Regulars zu ${counted(products, 'Produkt', 'Produkten')} geschrieben hat, werden entfernt. Ihre eigenen bleiben.`),
      listsRunning: 'Die Listen an Produkten werden entfernt.',
      segmentsRunning: (left) => `${counted(left, 'Segment ist', 'Segmente sind')} noch zu löschen.`,
      segmentsFailed: (segments) => `${counted(segments, 'Segment konnte', 'Segmente konnten')} nicht gelöscht werden.`,
      seeSegments: 'Den Grund sehen Sie unter Segmente.',
      segments: 'Löschen können Sie es unter Segmente.',
    },
  };
}
