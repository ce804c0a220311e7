import type { RiskCause } from '../../forecast/risk-event.ts';
import type { TierChangeCause } from '../../profiles/tier-change.ts';
import type { Stage } from '../../profiles/stage.ts';
import type { Tier } from '../../profiles/tier.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishTimeline } from './en-timeline.ts';
import { standingNames } from './standing-names.ts';

/** Words of a customer's timeline, and of the pictures of their scores, in German. */
export function germanTimeline(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishTimeline> {
  const { number, percent, money } = formats;
  const { counted } = frame;
  const { tier, stage, share } = standingNames(formats, frame);
  return {
    title: 'Verlauf',
    show: 'Was der Verlauf zeigt',
    choice: { all: 'Alles', orders: 'Bestellungen, Rückerstattungen und Antworten', changes: 'Stufen, Tags und Risiko' },
    none: { all: 'Noch ist nichts geschehen. Hier erscheinen Bestellungen, Rückerstattungen, Tags und Wechsel der Stufe.', orders: 'Keine Bestellungen.', changes: 'Noch kein Wechsel der Stufe und keine Tag-Änderung. Sie werden ab der ersten vollständigen Einstufung festgehalten.' },
    kind: { order: 'Bestellung', refund: 'Rückerstattung', tag: 'Tag', 'merchant-tag': 'Tag', tier: 'Stufe', merge: 'Zusammengeführt', risk: 'Risiko', answers: 'Antworten' },
    order: (name: string) => `Bestellung ${name}`,
    refund: (amount: string) => `Rückerstattung von ${amount}`,
    refundOf: (order: string) => `Zu Bestellung ${order}`,
    line: (quantity: number, title: string) => `${number(quantity)} × ${title}`,
    giftCard: 'Geschenkgutschein',
    more: (count: number) => `und ${counted(count, 'weitere Position', 'weitere Positionen')}`,
    value: (amount: string) => `Nettowert ${amount}`,
    otherCurrency: 'In einer Währung, die Ihr Shop seither aufgegeben hat: in keiner Geldsumme enthalten.',
    financial: {
      PAID: 'Bezahlt', PARTIALLY_PAID: 'Teilweise bezahlt', PARTIALLY_REFUNDED: 'Teilweise erstattet', REFUNDED: 'Erstattet', PENDING: 'Zahlung ausstehend', AUTHORIZED: 'Autorisiert', VOIDED: 'Ungültig', EXPIRED: 'Abgelaufen',
    } as Record<string, string>,
    cancelled: 'Storniert',
    test: 'Test',
    notCounted: 'Zählt nicht: Das tun nur bezahlte Bestellungen, die weder storniert noch Tests sind.',
    tagAdded: (name: string) => `Tag ${name} von Regulars hinzugefügt`,
    tagRemoved: (name: string) => `Tag ${name} von Regulars entfernt`,
    undone: 'Inzwischen zurückgenommen.',
    run: (id: number) => `Lauf ${number(id)}`,
    undoRun: (id: number, of: number) => `Lauf ${number(id)}, macht Lauf ${number(of)} rückgängig`,
    approvedBy: (person: string) => `freigegeben von ${person}`,
    automatic: (person: string) => `automatisch, eingeschaltet von ${person}`,
    undoThere: 'Dort kann er rückgängig gemacht werden.',
    person: (id: string) => `Mitarbeiter ${id}`,
    merchantAdded: (name: string) => `Tag ${name} von Ihnen wieder gesetzt`,
    merchantRemoved: (name: string) => `Tag ${name} von Ihnen entfernt`,
    merchantNoticed: 'Oder von einer anderen App oder einem Workflow. Zu dieser Zeit hat Regulars es bemerkt.',
    tierMoved: (from: Tier | null, to: Tier | null) => `Stufe: ${tier(from)} zu ${tier(to)}`,
    stageMoved: (from: Stage | null, to: Stage | null) => `Phase: ${stage(from)} zu ${stage(to)}`,
    cause: {
      customer: null, settings: 'Weil sich die Einstellungen Ihres Shops geändert haben, nicht der Kunde.', rules: 'Weil Ihr Shop nun nach einer anderen Regel gemessen wird, nicht wegen des Kunden.',
    } satisfies Record<TierChangeCause, string | null>,
    mergedFrom: (id: string) => `Als Kunde ${id}, bevor die beiden zusammengeführt wurden.`,
    merged: (id: string) => `Kunde ${id} wurde bei Shopify mit diesem zusammengeführt`,
    mergedWhat: 'Bestellungen, Tags und Verlauf beider stehen hier.',
    riskRose: (after: number, line: number) => `Risiko, nicht mehr zu kaufen, auf ${percent(after)} gestiegen, über Ihre Linie von ${percent(line)}`,
    riskBefore: (before: number) => `Vorher waren es ${percent(before)}.`,
    riskCause: {
      time: 'Zeit ist ohne Kauf vergangen.', event: 'An diesem Tag hat sich bei diesem Kunden etwas geändert.', settings: 'Bemerkt, nachdem die Einstellungen Ihres Shops geändert wurden.',
    } satisfies Record<RiskCause, string>,
    spread: {
      title: 'Bewertung im Vergleich',
      what: 'Die Balken sind Ihre Käufer, von schlechter links zu besser rechts. An den gestrichelten Linien steigt die Bewertung; im dunklen Balken ist dieser Kunde.',
      notYet: 'Die Bilder zur Bewertung erscheinen mit der nächsten Einstufung.',
      table: (score: string) => `${score} als Tabelle`,
      here: 'Dieser Kunde',
      buyers: 'Käufer',
      score: 'Bewertung',
      recency: (below: number, same: number, buyers: number) => `${share(below, buyers)} von ${counted(buyers, 'Käufer', 'Käufern')} sind nach ihrem eigenen Rhythmus später dran, ${share(same, buyers)} etwa gleich.`,
      frequency: (below: number, same: number, buyers: number) => `${share(below, buyers)} von ${counted(buyers, 'Käufer', 'Käufern')} kauften seltener, ${share(same, buyers)} gleich oft.`,
      monetary: (below: number, same: number, buyers: number) => `${share(below, buyers)} von ${counted(buyers, 'Käufer', 'Käufern')} gaben weniger aus, ${share(same, buyers)} etwa gleich viel.`,
      picture: (name: string, score: number, place: string) => `${name}: ${number(score)} von 5. ${place}`,
      recencyColumn: 'Tage seit der letzten Bestellung, nach den Grenzen dieses Kunden',
      frequencyColumn: 'Käufe, die zählen',
      monetaryColumn: 'Umsatz, der zählt',
      daysUpTo: (from: number, to: number) => (from === to ? counted(to, 'Tag', 'Tage') : `${number(from)} bis ${counted(to, 'Tag', 'Tage')}`),
      daysFrom: (from: number) => `${counted(from, 'Tag', 'Tage')} oder mehr`,
      purchases: (count: number) => number(count),
      purchasesFrom: (count: number) => `${number(count)} oder mehr`,
      noSpend: 'Keiner',
      spend: (from: number, to: number) => `${money(from)} bis ${money(to)}`,
    },
    gone: {
      mergedTitle: 'Dieser Kunde wurde mit einem anderen zusammengeführt',
      merged: 'Bei Shopify sind die beiden jetzt ein Kunde. Bestellungen, Tags und Verlauf sind mitgegangen.',
      toKept: (name: string) => `${name} öffnen`,
      deletedTitle: 'Diesen Kunden gibt es bei Shopify nicht mehr',
      deleted: 'Er wurde dort gelöscht, also zeigt Regulars nichts mehr von ihm. Seine Bestellungen zählen weiter in den Zahlen Ihres Shops.',
    },
  };
}
