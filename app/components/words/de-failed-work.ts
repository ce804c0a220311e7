import type { Formats } from '../format.ts';
import type { englishFailedWork } from './en-failed-work.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of what failed for good, in German. */
export function germanFailedWork(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishFailedWork> {
  const { number } = formats;
  const { counted } = frame;
  return {
    title: 'Fehlgeschlagene Arbeiten',
    onData: (count) => `${counted(count, 'Arbeit ist fehlgeschlagen und wird', 'Arbeiten sind fehlgeschlagen und werden')} ohne Sie nicht noch einmal versucht. Sehen Sie, welche und warum.`,
    what: 'Jede wurde mehrmals versucht. Sobald der Grund behoben ist, lassen Sie es noch einmal versuchen: Nichts wird doppelt getan.',
    shown: (shown, all) => `Die letzten ${number(shown)} von ${number(all)} werden gezeigt.`,
    noneTitle: 'Nichts ist fehlgeschlagen',
    none: 'Alles, was Shopify gemeldet hat, ist erledigt oder wird noch versucht.',
    caption: 'Fehlgeschlagene Arbeiten, die letzte zuerst',
    columns: { what: 'Was', when: 'Zuletzt versucht', tries: 'Versuche', why: 'Warum', todo: 'Was Sie tun können' },
    unknown: 'Der Grund wurde nicht aufbewahrt.',
    retry: 'Erneut versuchen',
    retryAll: 'Alle erneut versuchen',
    retryOne: (what, when) => `Erneut versuchen: ${what}, ${when}`,
    retried: (count) => (count === 1 ? 'Es wird erneut versucht.' : `${number(count)} Arbeiten werden erneut versucht.`),
    leaveOut: 'Auslassen',
    leaveOutOne: (what, when) => `Auslassen: ${what}, ${when}`,
    leaveOutTitle: 'Diese Arbeit auslassen?',
    leaveOutEvent: 'Was Shopify hier gemeldet hat, wird vergessen. Der stündliche Abgleich mit Shopify findet trotzdem heraus, was sich geändert hat.',
    leaveOutJob: 'Diese Arbeit wird nicht noch einmal versucht. Der nächtliche Lauf macht das meiste davon neu.',
    dismissed: 'Ausgelassen.',
    jobs: {
      'import-shop': 'Import', 'rebuild-profiles': 'Neuberechnung der Profile', 'sketch-profiles': 'Erster Blick auf die Profile', 'refresh-profiles': 'Profile geänderter Kunden',
      'propose-tags': 'Abgleich der Tags', 'write-tags': 'Schreiben von Tags', 'forgotten-writing': 'Schreiben von Tags', 'next-tag-batch': 'Tagesportion von Tags', 'change-segments': 'Segmente bei Shopify',
      'refresh-attention': 'Wer Aufmerksamkeit braucht', 'fit-forecast': 'Prognose', 'refresh-recommendations': 'Empfehlungen', 'refresh-insights': 'Zahlen der Einblicke', 'tier-flow': 'Wechsel zwischen Stufen', 'tidy-shop': 'Aufräumen', 'erase-again': 'Nachsehen nach Daten eines gelöschten Kunden', 'erase-shop': 'Löschung der Daten des Shops',
    },
    otherJob: 'Arbeit im Hintergrund',
    topics: {
      'orders/create': 'Eine neue Bestellung', 'orders/updated': 'Eine geänderte Bestellung', 'orders/cancelled': 'Eine stornierte Bestellung', 'orders/edited': 'Eine bearbeitete Bestellung', 'orders/delete': 'Eine gelöschte Bestellung', 'refunds/create': 'Eine Rückerstattung',
      'customers/create': 'Ein neuer Kunde', 'customers/update': 'Ein geänderter Kunde', 'customers/delete': 'Ein gelöschter Kunde', 'customers/merge': 'Zwei zusammengeführte Kunden',
      'customer.tags_added': 'Neue Tags eines Kunden', 'customer.tags_removed': 'Entfernte Tags eines Kunden', 'customers_email_marketing_consent/update': 'Eine Einwilligung zu E-Mails', 'customers_marketing_consent/update': 'Eine Einwilligung zu Textnachrichten',
      'customers/purchasing_summary': 'Summen eines Kunden', 'products/create': 'Ein neues Produkt', 'products/update': 'Ein geändertes Produkt', 'products/delete': 'Ein gelöschtes Produkt', 'bulk_operations/finish': 'Das Ende eines Massenvorgangs',
      'app/uninstalled': 'Die App wurde deinstalliert', 'app/scopes_update': 'Geänderte Rechte der App', 'customers/data_request': 'Die Datenanfrage eines Kunden', 'customers/redact': 'Die Löschung von Kundendaten', 'shop/redact': 'Die Löschung der Daten des Shops',
    },
    otherTopic: 'Eine Meldung von Shopify',
  };
}
