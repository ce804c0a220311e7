import type { Formats } from '../format.ts';
import type { englishFirstRun } from './en-first-run.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of the first days, in German: the list of first steps, the first look, what to do about 60 days of orders. */
export function germanFirstRun(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishFirstRun> {
  const { number, day } = formats;
  const { counted } = frame;
  return {
    steps: {
      title: 'Erste Schritte',
      progress: (done, of) => `${number(done)} von ${number(of)} erledigt`,
      allDone: 'Alles erledigt. Sie können diese Liste ausblenden.',
      isDone: 'Erledigt',
      isOpen: 'Offen',
      hide: 'Liste ausblenden',
      hidden: 'Die ersten Schritte sind ausgeblendet. Sie finden sie am Ende der Startseite wieder.',
      show: 'Erste Schritte einblenden',
      shown: 'Die ersten Schritte stehen wieder oben auf der Startseite.',
      step: {
        import: { name: 'Ihren Shop importieren', what: 'Regulars liest Produkte, Kunden und Bestellungen von selbst. Sie müssen hier nicht warten.' },
        tiers: { name: 'Ihre Stufen ansehen', what: 'Öffnen Sie eine Gruppe von Kunden und sehen Sie, wer darin ist und warum.' },
        'tag-changes': { name: 'Tag-Änderungen prüfen', what: 'Sehen Sie Kunde für Kunde, welche Tags hinzukämen oder entfernt würden.' },
        approval: { name: 'Erste Änderungen freigeben', what: 'Alle oder einen Teil. Bis dahin wird nichts in Ihren Shop geschrieben, und jeder Lauf lässt sich rückgängig machen.' },
        automatic: { name: 'Automatik einschalten', what: 'Damit die Tags Ihren Kunden jede Nacht ohne Sie folgen. Sie können das jederzeit anhalten.' },
        settings: { name: 'Einstellungen ansehen', what: 'Welche Tags Sie wollen, wie sie heißen und was als spät gilt.' },
      },
    },
    noCustomers: {
      title: 'Ihr Shop hat noch keine Kunden',
      what: 'Regulars hat Ihren Shop gelesen, und es gibt darin noch niemanden. Kunden erscheinen von selbst, wenige Sekunden nachdem sie sich angemeldet oder zum ersten Mal bestellt haben.',
      tags: 'Tags werden vorgeschlagen, sobald es Kunden gibt, die kaufen. Bis dahin ist hier nichts zu tun.',
      segments: 'Ein Segment in Shopify findet Kunden über ein Tag, und noch gibt es niemanden, der eines tragen könnte.',
      toHome: 'Zur Startseite',
    },
    provisional: {
      badge: 'Vorläufig',
      title: 'Ein erster Blick',
      from: (orders, onDay) => `Berechnet aus ${orders === 1 ? 'der ersten gelesenen Bestellung' : `den ersten ${number(orders)} gelesenen Bestellungen`}, Stand ${day(onDay)}.`,
      toCome: (orders) => `Es ${orders === 1 ? 'fehlt' : 'fehlen'} noch ${counted(orders, 'Bestellung', 'Bestellungen')} und alle Rückerstattungen.`,
      toComeRefunds: 'Es fehlen noch alle Rückerstattungen.',
      stopped: 'Der Import hielt an, bevor alles gelesen war.',
      howFar: 'Sehen, wie weit der Import ist',
      meaning: 'Zahlen und Stufen werden sich noch ändern. Kein Tag wird vorgeschlagen oder geschrieben, bevor alles da ist.',
    },
    sixtyDays: {
      title: 'Shopify zeigt dieser App nur die Bestellungen der letzten 60 Tage',
      what: 'Zahlen, Stufen und Tags beruhen also auf 60 Tagen, und die meisten Kunden wirken neuer und weniger wert, als sie sind. So ändern Sie das:',
      steps: [
        'Bitten Sie den, der Regulars für Sie eingerichtet hat, im Shopify-Partner-Dashboard der App den Zugriff „Read all orders“ (read_all_orders) zu beantragen.',
        'Sobald Shopify ihn gewährt hat, öffnen Sie Regulars erneut und bestätigen den neuen Zugriff, falls Shopify danach fragt.',
        'Importieren Sie dann erneut. Nichts wird doppelt eingelesen, und Stufen und Tag-Änderungen werden neu berechnet.',
      ],
    },
  };
}
