import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishOverview } from './en-overview.ts';

/** Words of Home's charts and of what needs attention, in German. */
export function germanOverview(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishOverview> {
  const { number, money, calendarMonth: month } = formats;
  const { counted } = frame;
  return {
    months: {
      title: 'Neue und wiederkehrende',
      what: 'Ein Käufer ist im Monat seines ersten Kaufs neu und in jedem späteren Monat mit einem Kauf wiederkehrend. Alles, was er in einem Monat ausgibt, zählt zur selben Seite.',
      buyers: 'Käufer nach Monat',
      revenue: 'Nettoumsatz nach Monat',
      newBuyers: 'Neu',
      returningBuyers: 'Wiederkehrend',
      other: 'Ohne Kunden',
      otherHow: 'Bestellungen ohne Kunden und die von ausgeschlossenen Kunden.',
      table: 'Alle Monate als Tabelle',
      caption: 'Neue und wiederkehrende Käufer und ihr Nettoumsatz nach Monat, der neueste zuerst',
      month: 'Monat',
      columns: { newBuyers: 'Neue Käufer', returningBuyers: 'Wiederkehrende Käufer', newRevenue: 'Umsatz: neue', returningRevenue: 'Umsatz: wiederkehrende', otherRevenue: 'Ohne Kunden' },
      soFar: (of) => `${month(of)} bisher`,
      loading: 'Das Diagramm wird gezeichnet',
      drawnBuyers: (from, to, newest) =>
        `Neue und wiederkehrende Käufer nach Monat, ${month(from)} bis ${month(to)}. ${month(newest.month)}: ${number(newest.newBuyers)} neue, ${number(newest.returningBuyers)} wiederkehrende. Die Tabelle hat alle Monate.`,
      drawnRevenue: (from, to, newest) =>
        `Nettoumsatz mit neuen und mit wiederkehrenden Käufern nach Monat, ${month(from)} bis ${month(to)}. ${month(newest.month)}: ${money(newest.newRevenue, { whole: true })} mit neuen, ${money(newest.returningRevenue, { whole: true })} mit wiederkehrenden Käufern. Die Tabelle hat alle Monate.`,
    },
    attention: {
      title: 'Was Aufmerksamkeit braucht',
      slipping: (customers) => `${counted(customers, 'Ihrer VIPs droht', 'Ihrer VIPs drohen')} abzuwandern`,
      worth: (minor) => `Im letzten Jahr ${money(minor, { whole: true })} Umsatz; die übliche Zeit bis zur nächsten Bestellung ist überschritten.`,
      vipHow: 'Ein VIP hat mindestens zweimal gekauft und gehört nach dem Umsatz des letzten Jahres zum obersten Zehntel. Droht abzuwandern: nach dem eigenen Rhythmus gefährdet oder abgewandert.',
      term: 'VIPs, die abzuwandern drohen',
      nobody: 'Keiner Ihrer VIPs droht abzuwandern.',
      off: 'Das VIP-Tag ist ausgeschaltet, VIPs werden also nicht beobachtet.',
      toSettings: 'Einstellungen öffnen',
      caption: 'VIPs, die abzuwandern drohen, die neuesten zuerst',
      customer: 'Kunde',
      stage: 'Phase',
      since: 'Seit',
      lastOrder: 'Letzter Kauf',
      spend: 'Umsatz im letzten Jahr',
      all: 'In der Liste ansehen',
    },
  };
}
