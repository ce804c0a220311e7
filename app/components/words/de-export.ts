import type { Formats } from '../format.ts';
import type { englishExport } from './en-export.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of marking customers, and of the file that they can be exported to, in German. */
export function germanExport(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishExport> {
  const { number } = formats;
  const customers = (count: number) => frame.counted(count, 'Kunde', 'Kunden');
  return {
    marks: {
      title: 'Ausgewählte Kunden',
      mark: (name) => `${name} auswählen`,
      page: 'Diese Seite auswählen',
      marked: (count) => `${customers(count)} ausgewählt`,
      all: (count) => `Alle ${number(count)} passenden auswählen`,
      allMarked: (count) => (count === 1 ? 'Der 1 passende Kunde ist ausgewählt' : `Alle ${number(count)} passenden Kunden sind ausgewählt`),
      clear: 'Auswahl aufheben',
      full: (most) => `Einzeln lassen sich höchstens ${number(most)} auswählen. Wählen Sie alle passenden aus, um mehr zu nehmen.`,
    },
    file: {
      exportAll: 'Exportieren',
      exportMarked: 'Auswahl exportieren',
      asking: 'Die Datei wird vorbereitet …',
      starting: 'Ihr Browser speichert die Datei.',
      byHand: 'Nichts passiert? Hier herunterladen',
      sending: (rows, expected) => (expected === null ? `Wird gesendet: bisher ${customers(rows)}` : `Wird gesendet: ${number(rows)} von ${frame.counted(expected, 'Kunden', 'Kunden')}`),
      done: (rows, bytes) => `${customers(rows)} exportiert (${size(number, bytes)}).`,
      brokenTitle: 'Die Datei ist nicht vollständig',
      broken: (rows) => `Der Download brach nach ${frame.counted(rows, 'Kunden', 'Kunden')} ab. Löschen Sie diese Datei und exportieren Sie erneut.`,
      expiredTitle: 'Es wurde nichts heruntergeladen',
      expired: 'Der Link zur Datei wurde nicht rechtzeitig geöffnet und ist abgelaufen. Exportieren Sie erneut.',
      again: 'Erneut exportieren',
      headings: (currency) => ({
        id: 'Kunden-ID', firstName: 'Vorname', lastName: 'Nachname', email: 'E-Mail', emailMarketing: 'E-Mail-Marketing', country: 'Land', tier: 'Stufe', stage: 'Phase',
        r: 'Bewertung Aktualität (R)', f: 'Bewertung Häufigkeit (F)', m: 'Bewertung Umsatz (M)', orders: 'Bestellungen', netSpend: `Nettoumsatz (${currency})`, firstPurchase: 'Erster Kauf',
        lastPurchase: 'Letzter Kauf', tags: 'Tags',
      }),
      consentName: {
        SUBSCRIBED: 'Abonniert', UNSUBSCRIBED: 'Abgemeldet', NOT_SUBSCRIBED: 'Nicht abonniert', PENDING: 'Ausstehend', REDACTED: 'Geschwärzt', INVALID: 'Ungültig',
      },
    },
  };
}

function size(number: (value: number) => string, bytes: number): string {
  if (bytes < 1_000) return `${number(bytes)} Byte`;
  return bytes < 1_000_000 ? `${number(Math.round(bytes / 1_000))} kB` : `${number(Math.round(bytes / 100_000) / 10)} MB`;
}
