import type { Formats } from '../format.ts';
import { germanCustomerViews } from './de-customer-views.ts';
import { germanExport } from './de-export.ts';
import { germanMarkedTags } from './de-marked-tags.ts';
import type { englishCustomers } from './en-customers.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of the list of customers, in German. */
export function germanCustomers(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishCustomers> {
  const { number, day } = formats;
  const { counted } = frame;
  return {
    title: 'Kunden',
    search: 'Nach Name, E-Mail oder Tag suchen',
    searchLabel: 'Kunden suchen',
    clearSearch: 'Suche leeren',
    filters: 'Filter',
    tier: 'Stufe',
    stage: 'Phase',
    tag: 'Tag',
    tagPlaceholder: 'Das ganze Tag, etwa VIP',
    tagApply: 'Anwenden',
    tierCount: (name, customers) => `${name} (${number(customers)})`,
    tierIs: (names) => `Stufe: ${names}`,
    stageIs: (names) => `Phase: ${names}`,
    tagIs: (name) => `Tag: ${name}`,
    fits: 'Passt zu',
    risk: 'Risiko',
    riskIs: (names: string) => `Risiko, nicht zu kaufen: ${names}`,
    riskName: { low: 'Gering', medium: 'Mittel', high: 'Hoch' },
    due: 'Fällig',
    dueIs: 'Bestellung diese Woche fällig',
    dueWeek: 'Diese Woche',
    fitsIs: (names) => `Passt zu ${names}`,
    remove: (filter) => `${filter}: diesen Filter entfernen`,
    clearAll: 'Alle entfernen',
    sortBy: 'Sortieren nach',
    sort: {
      'last-order desc': 'Letzte Bestellung, neueste zuerst',
      'last-order asc': 'Letzte Bestellung, älteste zuerst',
      'net-spend desc': 'Nettoumsatz, höchster zuerst',
      'net-spend asc': 'Nettoumsatz, niedrigster zuerst',
      'orders desc': 'Bestellungen, meiste zuerst',
      'orders asc': 'Bestellungen, wenigste zuerst',
      'name asc': 'Name, A bis Z',
      'name desc': 'Name, Z bis A',
      'tier asc': 'Stufe, beste zuerst',
      'tier desc': 'Stufe, letzte zuerst',
      'value desc': 'Erwarteter Wert, höchster zuerst',
      'value asc': 'Erwarteter Wert, niedrigster zuerst',
      'risk desc': 'Risiko, nicht zu kaufen, höchstes zuerst',
      'risk asc': 'Risiko, nicht zu kaufen, geringstes zuerst',
      'next-order asc': 'Nächste Bestellung, früheste zuerst',
      'next-order desc': 'Nächste Bestellung, späteste zuerst',
    },
    sortColumn: (column) => `Nach ${column} sortieren`,
    column: { name: 'Kunde', tier: 'Stufe', stage: 'Phase', lastOrder: 'Letzte Bestellung', orders: 'Bestellungen', netSpend: 'Nettoumsatz', tags: 'Tags', value: 'Nächste 12 Monate', risk: 'Risiko', nextOrder: 'Nächste Bestellung' },
    caption: 'Kunden',
    lastOrder: (onDay) => day(onDay),
    noOrder: 'Kein Kauf',
    matching: (count) => counted(count, 'Kunde', 'Kunden'),
    matchingOf: (count, all) => `${number(count)} von ${counted(all, 'Kunden', 'Kunden')}`,
    moreTags: (count) => `${number(count)} weitere`,
    views: germanCustomerViews(),
    ...germanExport(formats, frame),
    markedTags: germanMarkedTags(formats, frame),
    empty: {
      noneTitle: 'Noch keine Kunden',
      none: 'Regulars hat noch keine Kunden aus Ihrem Shop gelesen. Der Import auf der Startseite holt sie.',
      toHome: 'Zur Startseite',
      filteredTitle: 'Kein Kunde passt',
      filtered: 'Zu dieser Suche und diesen Filtern zusammen passt niemand. Nehmen Sie etwas davon weg, um mehr zu sehen.',
      clear: 'Suche und Filter leeren',
    },
  };
}
