import type { englishRefusals } from './en-refusals.ts';
import { shopifysWords } from './shopifys-words.ts';

/** What was refused, and what stopped some work, in German, by its code; a code without a text is told as the server told it. */
export function germanRefusals(): ReturnType<typeof englishRefusals> {
  return {
    refusal: ({ code, message }) => REFUSALS[code] ?? message,
    fault: (fault) => `${FAULTS[fault.code] ?? OWN_FAULT}${shopifysWords(fault)}`,
  };
}

/** One text stands for all that a code can mean, and says what to do. */
const REFUSALS: Readonly<Record<string, string>> = {
  form: 'Diese Anfrage war nicht vollständig. Öffnen Sie die Seite neu und versuchen Sie es noch einmal.',
  approval: 'Es fehlt, wer darum gebeten hat. Öffnen Sie Regulars neu aus Ihrem Shop und versuchen Sie es noch einmal.',
  'daily-additions': 'Geben Sie eine ganze Zahl über null für die Hinzufügungen pro Tag an, oder schreiben Sie alle auf einmal.',
  'proposal-replaced': 'Diese Tag-Änderungen wurden neu berechnet, seit Sie die Seite geöffnet haben. Nichts wurde geschrieben. Sehen Sie die neuen an und geben Sie diese frei.',
  'nothing-selected': 'Nichts von Ihrer Auswahl ist unter den vorgeschlagenen Tag-Änderungen. Nichts wurde geschrieben. Wählen Sie ein Tag oder Kunden mit einer vorgeschlagenen Änderung.',
  'propose-again': 'Dieser Lauf hat keine Tags entfernt, die wieder vorgeschlagen werden könnten.',
  automatic: 'Geben Sie zuerst einmal selbst Tag-Änderungen frei, damit Sie gesehen haben, was sie tun.',
  brake: 'Geben Sie den Anteil der Kunden als ganze Prozentzahl von 1 bis 100 an, und die Zahl der Kunden als ganze Zahl ab 0.',
  batch: 'Dieser Lauf hat keine wartenden Hinzufügungen. Öffnen Sie die Tag-Änderungen neu, um seinen Stand zu sehen.',
  'failed-work': 'Sagen Sie, welche Arbeit gemeint ist: Öffnen Sie die Seite neu und wählen Sie sie dort.',
  'failed-work-gone': 'Diese Arbeit wartet nicht mehr auf Sie: Sie wurde inzwischen erneut versucht oder ausgelassen.',
  'stop-run': 'Dieser Lauf wird nicht geschrieben, es gibt also nichts anzuhalten.',
  'resume-run': 'Dieser Lauf ist weder angehalten noch durch einen Fehler stehen geblieben, es gibt also nichts fortzusetzen.',
  undo: 'Das lässt sich jetzt nicht rückgängig machen: Es werden noch Tags geschrieben, oder es gibt nichts mehr rückgängig zu machen. Warten Sie das Schreiben ab oder brechen Sie es ab, und öffnen Sie dann den Verlauf neu.',
  'undo-running': 'Das wird schon rückgängig gemacht. Warten Sie, bis der Lauf dafür fertig ist, oder setzen Sie ihn fort oder brechen Sie ihn ab: Er steht im Verlauf.',
  'tag-name': 'So kann ein Tag nicht heißen. Nötig sind 1 bis 255 Zeichen ohne Komma und Zeilenumbruch, und ein Name, den noch kein Tag von Regulars hat, gleich ob groß oder klein geschrieben.',
  'tag-settings': 'Diese Tag-Einstellungen gehen so nicht. Berichtigen Sie die Namen der Tags in den Einstellungen.',
  settings: 'Nichts wurde gespeichert. Berichtigen Sie die markierten Felder und speichern Sie noch einmal.',
  'settings-changed': 'Die Einstellungen wurden anderswo geändert, seit Sie diese Seite geöffnet haben. Von Ihnen wurde nichts gespeichert. Verwerfen Sie Ihre Änderungen, um den jetzigen Stand zu sehen.',
  segment: 'Dieses Segment lässt sich so, wie es steht, nicht ändern. Öffnen Sie Segmente neu: Dort steht, was im Weg ist.',
  'segment-busy': 'Dieses Segment wird bei Shopify schon geändert. Warten Sie, bis das fertig ist.',
  'segment-name': 'Geben Sie dem Segment einen kürzeren Namen ohne Zeilenumbruch.',
  'view-count': 'Es gibt schon zu viele gespeicherte Ansichten. Löschen Sie eine, die Sie nicht mehr brauchen, und speichern Sie dann diese.',
  'view-gone': 'Diese Ansicht wurde inzwischen gelöscht. Speichern Sie die Liste als neue Ansicht.',
  'batch-moved': 'Der Teil, den Sie hier gesehen haben, wurde inzwischen freigegeben. Sehen Sie nach, wie der Lauf jetzt steht, und fordern Sie den nächsten an, falls Sie ihn noch möchten.',
  'view-name': 'Geben Sie der Ansicht einen kurzen Namen, den keine andere Ansicht hat.',
  'no-rejects': 'Von diesem Import sind keine abgelehnten Zeilen aufbewahrt. Laden Sie die Seite neu, um zu sehen, was es gibt.',
  'no-request': 'Diese Anfrage ist vorbei: Ihre 30 Tage sind um, oder die Daten des Kunden sind gelöscht. Laden Sie die Seite neu.',
  'export-running': 'Ein vollständiger Export wird schon heruntergeladen. Warten Sie, bis er fertig ist, oder brechen Sie den Download im Browser ab.',
  'import-running': 'Ihr Shop wird gerade importiert. Danach werden die Profile von selbst neu berechnet.',
  'never-imported': 'Noch kein Import Ihres Shops ist ans Ende gekommen. Starten Sie zuerst einen Import.',
  'rebuild-running': 'Die Profile werden schon neu berechnet. Warten Sie, bis das fertig ist; die Seite Daten zeigt den Stand.',
  'not-installed': 'Shopify lässt die App nicht mehr auf Ihren Shop zugreifen. Öffnen Sie Regulars neu aus Ihrem Shop.',
  'access-denied': 'Shopify verweigert einen Zugriff, den die App braucht. Gewähren Sie ihn und versuchen Sie es noch einmal.',
  shopify: 'Shopify hat die Anfrage nicht angenommen oder nicht beantwortet. Versuchen Sie es in einigen Minuten noch einmal.',
  'shop-unavailable': 'Shopify meldet, dass der Shop geschlossen oder gesperrt ist.',
};

const FAULTS: Readonly<Record<string, string>> = {
  'access-denied': 'Shopify verweigert einen Zugriff, den die App braucht. Gewähren Sie ihn und versuchen Sie es noch einmal.',
  'bulk-mutation': 'Shopify hat einen Sammelauftrag für Tags nicht angenommen oder nicht ausgeführt.',
  'bulk-operation': 'Shopify wurde mehrmals um die Daten gebeten und hat sie nicht geliefert. Versuchen Sie es später noch einmal; die Statusseite von Shopify nennt vielleicht den Grund.',
  'bulk-query': 'Shopify hat eine Sammelabfrage abgelehnt.',
  conservation: 'Nicht jede gelesene Zeile ließ sich wiederfinden. Der Import wurde angehalten, damit keine falsche Zahl gezeigt wird. Starten Sie ihn noch einmal.',
  currency: 'Diese Version der App kennt die Währung Ihres Shops nicht und kann ihre Beträge nicht genau zählen. Die App muss aktualisiert werden.',
  database: 'Die Datenbank der App hat nicht geantwortet.',
  'file-download': 'Das Herunterladen einer Datei von Shopify ist abgebrochen.',
  'file-expired': 'Eine Datei bei Shopify war abgelaufen, bevor sie gelesen werden konnte.',
  'file-host': 'Shopify hat auf einen Ort verwiesen, von dem die App keine Dateien nimmt. Sagen Sie es denen, die die App betreiben.',
  'file-transfer': 'Der Dateispeicher von Shopify antwortet nicht.',
  import: 'Der Import brach an einem Fehler der App selbst ab. Im Protokoll der App steht mehr.',
  'merge-form': 'Shopify hat zwei zusammengeführte Kunden gemeldet, ohne sie zu nennen.',
  'payload-compression': 'Die gespeicherte Meldung von Shopify ließ sich nicht entpacken.',
  'payload-json': 'Die Meldung von Shopify war beschädigt.',
  'process-ended': 'Die App ist mitten in dieser Meldung mehrmals abgebrochen, zuletzt ohne dass sie etwas anderes zu tun hatte.',
  'scopes-form': 'Shopify hat neue Rechte der App gemeldet, ohne sie zu nennen.',
  'not-installed': 'Shopify lässt die App nicht mehr auf Ihren Shop zugreifen. Öffnen Sie Regulars neu aus Ihrem Shop.',
  rebuild: 'Die Neuberechnung ließ sich nicht festhalten. Im Protokoll der App steht mehr.',
  'scoring-settings': 'Die Einstellungen für die Stufen sind nicht lesbar. Setzen Sie sie auf die Standardwerte zurück.',
  'shop-details': 'Ihr Shop wurde noch nicht gelesen. Importieren Sie ihn, bevor Profile berechnet werden.',
  'shop-unavailable': 'Shopify meldet, dass der Shop geschlossen oder gesperrt ist.',
  shopify: 'Shopify hat die Anfrage nicht angenommen oder nicht beantwortet.',
  'staged-upload': 'Shopify hat eine Datei mit Änderungen nicht angenommen.',
  stopping: 'Die App wurde beendet. Die Arbeit geht weiter, sobald sie wieder läuft.',
  'token-refresh': 'Shopify hat den Zugang der App zu Ihrem Shop nicht erneuert. Öffnen Sie Regulars neu aus Ihrem Shop.',
  'tag-read': 'Shopify hat das Lesen der Tags nicht zu Ende gebracht.',
  'tag-run-held': 'Ein anderer Prozess schreibt diesen Lauf gerade.',
  'tag-run-lost': 'Ein anderer Prozess hat diesen Lauf übernommen.',
  tags: 'Die Tag-Änderungen ließen sich wegen eines Fehlers der App nicht festhalten. Im Protokoll der App steht mehr.',
};
const OWN_FAULT = 'Die Arbeit brach an einem Fehler der App selbst ab. Im Protokoll der App steht mehr.';
