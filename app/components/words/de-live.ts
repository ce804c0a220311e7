import type { Formats } from '../format.ts';
import type { HealedView } from '../../insights/data-page.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishLive } from './en-live.ts';

/** Words of how Shopify's changes come in by themselves, in German. */
export function germanLive(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishLive> {
  const { duration, instant } = formats;
  const list = new Intl.ListFormat('de', { type: 'conjunction' });
  const { counted } = frame;
  const events = (count: number) => counted(count, 'Ereignis', 'Ereignisse');
  const kinds = { orders: (count: number) => counted(count, 'Bestellung', 'Bestellungen'), customers: (count: number) => counted(count, 'Kunde', 'Kunden'), products: (count: number) => counted(count, 'Produkt', 'Produkte') };
  return {
    title: 'Live von Shopify',
    what: 'Shopify meldet Regulars jede Bestellung, Erstattung und Änderung an einem Kunden, sobald sie geschieht. Die Profile folgen innerhalb von Sekunden.',
    upToDate: 'Aktuell',
    behind: 'Im Rückstand',
    behindWhat: (waiting, seconds) => `${events(waiting)} von Shopify warten auf Bearbeitung, das älteste seit ${duration(seconds)}. Sie werden der Reihe nach bearbeitet, keines geht verloren. Wenn es nicht weniger werden, sagen Sie dem Betreiber der App Bescheid.`,
    none: 'Von Shopify ist noch nichts gekommen. Es kommt mit der nächsten Bestellung oder Änderung in Ihrem Shop.',
    received: 'Eingegangen',
    receivedCount: (today, lastHour) => `${events(today)} heute, ${lastHour === 0 ? 'keines' : formats.number(lastHour)} in der letzten Stunde`,
    last: 'Letztes Ereignis',
    lastAt: (at) => instant(at),
    waiting: 'Wartend',
    waitingHow: 'Ereignisse, die eingegangen und noch nicht in Ihre Daten eingearbeitet sind. Die Dauer ist das Alter des ältesten.',
    nothingWaits: 'Keine',
    waits: (count, seconds) => `${count}, das älteste seit ${duration(seconds)}`,
    check: 'Nach Verpasstem suchen',
    checkWhat: 'Ereignisse können unterwegs verloren gehen. Jede Stunde fragt Regulars Shopify, was sich geändert hat, und holt Verpasstes nach; einmal am Tag sucht es auch nach Gelöschtem.',
    checkNow: 'Jetzt prüfen',
    again: 'Neu starten',
    begun: 'Die Prüfung hat begonnen.',
    notNow: 'Gerade liest ein Import alles. Bis er fertig ist, gibt es nichts zu prüfen.',
    neverChecked: 'Noch nicht geprüft. Die erste Prüfung kommt innerhalb von zwei Stunden nach Ihrem ersten Import.',
    checking: 'Shopify wird auf Verpasstes geprüft',
    stalled: 'Die Prüfung kommt seit einer Weile nicht voran. Sie geht von selbst weiter, sobald die App wieder da ist; Sie können sie auch neu starten.',
    allRight: (at) => `Letzte Prüfung: ${instant(at)}. Alles war, wie es sein soll.`,
    healed: (at, healed: readonly HealedView[]) => {
      const deleted = healed.reduce((sum, one) => sum + one.deleted, 0);
      return `Letzte Prüfung: ${instant(at)}. Nachgeholt: ${list.format(healed.map((one) => kinds[one.kind](one.count)))}${deleted === 0 ? '' : ` (${formats.number(deleted)} bei Shopify gelöscht)`}.`;
    },
    handedOver: (at) => `Letzte Prüfung: ${instant(at)}. Es hatte sich so viel geändert, dass ein Import begonnen wurde, der alles liest.`,
    failed: (at) => `Die Prüfung vom ${instant(at)} kam nicht ans Ziel`,
    retrying: (why) => `${why} Es wird von selbst noch einmal versucht.`,
    why: (code) => reasons[code ?? ''] ?? 'Auf dem Weg zu Shopify ging etwas schief. Die nächste Prüfung liest dasselbe noch einmal, es bleibt also nichts aus.',
  };
}

const reasons: Readonly<Record<string, string>> = {
  'not-installed': 'Shopify nimmt den Zugang der App nicht mehr an. Öffnen Sie die App neu aus Ihrer Shopify-Verwaltung und prüfen Sie dann noch einmal.',
  'access-denied': 'Shopify verweigert den Zugang zu einem Teil der Daten. Prüfen Sie, ob der App alles erlaubt ist, worum sie bittet, und prüfen Sie dann noch einmal.',
  conservation: 'Nicht jede Änderung, die Shopify genannt hat, ließ sich zuordnen; deshalb gilt nichts als gelesen. Die nächste Prüfung liest dasselbe noch einmal.',
  'shop-unavailable': 'Shopify sagt, dass der Shop geschlossen oder gesperrt ist. Die Prüfung geht wieder, sobald er offen ist.',
};
