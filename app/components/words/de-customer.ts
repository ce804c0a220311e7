import type { Formats } from '../format.ts';
import type { englishCustomer } from './en-customer.ts';
import type { englishFrame } from './en-frame.ts';

/** Words of one customer's page, in German. */
export function germanCustomer(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishCustomer> {
  const { number, percent, money, day } = formats;
  const { counted } = frame;
  return {
    back: 'Kunden',
    noEmail: 'Keine E-Mail',
    since: (at) => `Kunde seit ${formats.date(at)}`,
    openInShopify: 'In Shopify öffnen',
    unknownTitle: 'Diesen Kunden gibt es nicht',
    unknown: 'Regulars kennt diesen Kunden nicht. Vielleicht wurde er bei Shopify gelöscht oder zusammengeführt, oder er kam nach dem letzten Import dazu.',
    toCustomers: 'Zurück zu den Kunden',
    notSortedTitle: 'Noch nicht eingestuft',
    notSorted: 'Dieser Kunde kam dazu, nachdem Ihre Kunden zuletzt eingestuft wurden. Wo er steht, erscheint mit der nächsten Einstufung.',
    standing: 'Wo der Kunde steht',
    stage: 'Phase',
    tier: 'Stufe',
    asOf: (onDay) => `Stand ${day(onDay)}`,
    excluded: (tags) => `${tags.length === 0 ? 'Dieser Kunde trug bei der letzten Einstufung ein Tag, das Sie in den Einstellungen ausgeschlossen haben.' : `Dieser Kunde trägt ${tags.map((tag) => `„${tag}“`).join(' und ')}; das haben Sie in den Einstellungen ausgeschlossen.`} Er hat Fakten, aber keine Bewertung, keine Stufe und keine Tags, und zählt in keiner Kundenzahl.`,
    excludedNext: 'Entfernen Sie das Tag bei Shopify oder ändern Sie die ausgeschlossenen Tags in den Einstellungen, damit er eingestuft wird.',
    scoresTitle: 'Bewertung',
    score: (value) => `${number(value)} von 5`,
    facts: {
      title: 'Fakten',
      firstOrder: 'Erster Kauf',
      lastOrder: 'Letzter Kauf',
      orders: 'Bestellungen',
      ordersHow: 'Bezahlte Bestellungen, die weder storniert noch Tests sind.',
      purchases: 'Käufe',
      purchasesHow: 'Bestellungen, von denen nach Rabatten und Rückerstattungen etwas bleibt. Eine voll erstattete Bestellung ist keiner.',
      netSpend: 'Nettoumsatz',
      netSpendHow: 'Alle Käufe nach Rabatten und Rückerstattungen, ohne Steuern, Versand und Geschenkgutscheine.',
      average: 'Durchschnittlicher Kauf',
      refunded: 'Zurückgeschickt',
      refundedUnits: (refunded, bought) => (bought === 0 ? 'Nichts' : `${percent(refunded / bought)} (${number(refunded)} von ${number(bought)} Stück)`),
      discounted: 'Mit Rabatt',
      discountedOrders: (discounted, orders) => (orders === 0 ? frame.none : `${percent(discounted / orders)} (${number(discounted)} von ${counted(orders, 'Bestellung', 'Bestellungen')})`),
      usualGap: 'Tage zwischen Käufen',
      usualGapDays: (days) => `meist ${counted(days, 'Tag', 'Tage')}`,
      channels: 'Kanäle',
      channel: (name, orders) => `${name} (${number(orders)})`,
      products: 'Lieblingsprodukte',
      product: (orders, units) => `in ${counted(orders, 'Bestellung', 'Bestellungen')}, ${number(units)} Stück`,
      noProducts: 'Noch keine Produkte.',
      otherCurrency: (purchases) => purchases === 1
        ? '1 Kauf war in einer Währung, die Ihr Shop seither aufgegeben hat: Er zählt als Kauf und steht in keiner Geldsumme.'
        : `${number(purchases)} Käufe waren in einer Währung, die Ihr Shop seither aufgegeben hat: Sie zählen als Käufe und stehen in keiner Geldsumme.`,
      never: 'Nie',
    },
    shopifyGroup: {
      title: 'Shopifys eigene Gruppe',
      none: 'keine angegeben',
      name: (group) => group.charAt(0) + group.slice(1).toLowerCase().replaceAll('_', ' '),
      what: 'Aus Shopifys eigener Auswertung. Deren Regel ist nicht veröffentlicht, sie muss also nicht zur Stufe hier passen.',
    },
    tags: {
      title: 'Tags',
      none: 'Keine Tags.',
      ours: 'Von Regulars geschrieben',
      merchants: 'Ihre',
      oursWhat: 'Diese hat Regulars geschrieben und nimmt sie wieder weg, wenn sie nicht mehr passen.',
      merchantsWhat: 'Diese standen vorher da oder kommen von Ihnen oder einer anderen App. Regulars fasst sie nie an.',
      wanted: 'Warten auf Ihre Freigabe',
      wantedWhat: 'Werden hinzugefügt, sobald Sie die Tag-Änderungen freigeben.',
      heldOff: 'Passt, bleibt aber weg',
      fitsToo: 'Es würde passen, aber Sie haben es schon: Regulars lässt es, wie es ist.',
      writing: 'Freigegeben, wird gleich geschrieben',
      off: 'Passt, ist aber ausgeschaltet',
      offWhat: 'Schalten Sie ein Tag in den Einstellungen ein, damit es vorgeschlagen wird.',
      review: 'Tag-Änderungen ansehen',
      removal: (onDay) => `Passt nicht mehr. Am ${onDay} wird vorgeschlagen, es zu entfernen, falls es bis dahin nicht wieder passt.`,
      removalNow: 'Passt nicht mehr. Das Entfernen wartet auf Ihre Freigabe.',
      removalRenamed: 'Dieses Tag heißt in Regulars jetzt anders. Das Entfernen des alten wartet auf Ihre Freigabe.',
      writtenOn: (at) => `seit ${formats.instant(at)}`,
      standsAs: (name) => `Sie haben es schon als „${name}“.`,
      noneWanted: 'Zurzeit passt kein Tag zu diesem Kunden.',
    },
    money,
  };
}
