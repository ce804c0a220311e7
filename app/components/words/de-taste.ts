import { HOURS_TOGETHER } from '../../profiles/habits.ts';
import type { NextAction } from '../../profiles/next-action.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishTaste } from './en-taste.ts';
import { weekdayName } from './weekday-name.ts';

/** What one customer likes, sends back, how they change, and what to do about it, in German. */
export function germanTaste(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishTaste> {
  const { number, percent, money, day } = formats;
  const { counted, countedDays: days } = frame;
  const dative = (count: number) => counted(count, 'Tag', 'Tagen');
  const units = (count: number) => counted(count, 'Stück', 'Stück');
  const hour = (at: number) => `${String(at % 24).padStart(2, '0')}:00`;
  const reason = (action: NextAction): string => {
    switch (action.action) {
      case 'ask why':
        if (action.because === 'sizing') return `${number(action.sizingLines)} von ${number(action.lines)} zurückgeschickten Positionen sehen nach einer Frage der Größe aus: Bieten Sie Hilfe bei der Größe an.`;
        if (action.because === 'serial') return `Etwa ${percent(action.mean)} der Käufe kommen zurück (${number(action.unitsRefunded)} von ${units(action.unitsBought)}; im Shop ${percent(action.shopMean)}), aus mehreren Produkttypen oder spät: Fragen Sie, was nicht passt.`;
        return `${number(action.unitsRefunded)} von ${units(action.units)} der letzten Bestellung wurden am ${day(action.day)} zurückgeschickt.`;
      case 'win back': {
        const by = action.favourite === null ? '' : ` Wiederholt gekauft: ${action.favourite}.`;
        return action.because === 'late'
          ? `${days(action.days)} seit der letzten Bestellung, meist ${number(action.usualDays)}, spät nach ${number(action.lateDays)}; zuvor ${frame.countedPurchases(action.purchases)}.${by}`
          : `${days(action.days)} seit der letzten Bestellung, meist ${number(action.usualDays)}; die Chance auf einen Kauf innerhalb von ${dative(action.horizonDays)} ist ${percent(action.chance)}.${by}`;
      }
      case 'reorder': {
        const due = action.overdueDays === 0 ? `um den ${day(action.dueDay)}` : `war um den ${day(action.dueDay)} fällig, vor ${dative(action.overdueDays)}`;
        return action.times === 1
          ? `${action.title} ${due}: gekauft am ${day(action.lastDay)}; wer es wieder kauft, tut das nach ${dative(action.intervalDays)}.`
          : `${action.title} ${due}: ${number(action.times)}-mal gekauft, zuletzt am ${day(action.lastDay)}, etwa alle ${days(action.intervalDays)}.`;
      }
      case 'thank': return action.because === 'back' ? `Kam vor ${dative(action.days)} nach langer Zeit zurück.`
        : action.because === 'milestone' ? `Der ${number(action.purchases)}. Kauf war vor ${dative(action.days)}.`
          : `Einer Ihrer besten Kunden hat vor ${dative(action.days)} gekauft.`;
      case 'try': return action.sampled
        ? `${action.title}: Von ${counted(action.customers, 'betrachteten Kunden', 'betrachteten Kunden')} haben es ${number(action.both)} von ${counted(action.buyersOfLike, 'Käufer', 'Käufern')} von ${action.like} auch gekauft, insgesamt ${percent(action.buyers / action.customers)}.`
        : `${action.title}: ${number(action.both)} von ${counted(action.buyersOfLike, 'Käufer', 'Käufern')} von ${action.like} haben es auch gekauft, von allen Kunden ${percent(action.buyers / action.customers)}.`;
      case 'leave alone':
        if (action.because === 'no-purchase') return 'Noch kein Kauf.';
        if (action.because === 'excluded') return 'In den Einstellungen ausgeschlossen.';
        if (action.because === 'gone') return `Ein einziger Kauf, vor ${dative(action.days)}; abgewandert nach ${number(action.lostDays)}.`;
        if (action.because === 'no-rhythm') return `${days(action.days)} seit der letzten Bestellung; noch sind zu wenige Kunden wiedergekommen, um zu sagen, wann die nächste kommt.`;
        return `${days(action.days)} seit der letzten Bestellung, meist ${number(action.usualDays)}; die nächste ${action.overdueDays === 0
          ? `wird um den ${day(action.nextDay)} erwartet` : `wurde um den ${day(action.nextDay)} erwartet, vor ${dative(action.overdueDays)}`}.`;
    }
  };
  return {
    none: 'Erscheint mit der nächsten Einordnung Ihrer Kunden.',
    likes: {
      title: 'Vorlieben',
      nothing: 'Zu wenige Bestellungen, um etwas zu sagen.',
      types: 'Produkttypen',
      products: 'Produkte',
      affinityHow: 'Häufiger gekauft als von Ihren Kunden; jedes Produkt zählt in jeder Bestellung einmal. Der Anteil wird zu dem Ihres Shops gezogen, umso mehr, je weniger Bestellungen es gibt; gezeigt ab zweimal und ab dem 1,25-Fachen.',
      affinity: (picks, of, lift) => `${number(picks)} von ${number(of)}, das ${number(Math.round(10 * lift) / 10)}-Fache des Anteils im Shop`,
      basket: 'Üblicher Warenkorb',
      basketHow: 'Der Median der Käufe: Die Hälfte ist größer.',
      basketOf: (count, value) => `${counted(count, 'Stück', 'Stück')}${value === null ? '' : `, ${money(value)}`}`,
      price: 'Preislage',
      priceHow: (band) => `Der mittlere Stückpreis (Median) vor Rabatten von ${counted(band.lines, 'Position', 'Positionen')}. Ein Viertel der Positionen Ihres Shops liegt unter ${money(band.lower)}, ein Viertel über ${money(band.upper)}.`,
      priceOf: (band) => `${{ low: 'Unteres Viertel', middle: 'Mitte', high: 'Oberes Viertel' }[band.band]}, ${money(Math.round(band.medianDoubled / 2))}`,
      time: 'Übliche Zeit',
      timeHow: 'Gezeigt, wo gleichmäßig verteilte Bestellungen höchstens in einem von zwanzig Fällen zufällig dazu kämen, ab fünf Bestellungen. In der Zeitzone Ihres Shops.',
      weekday: (place, orders, of) => `${weekdayName(formats.locale, place)} (${number(orders)} von ${number(of)})`,
      hours: (from, orders, of) => `${hour(from)}–${hour(from + HOURS_TOGETHER)} (${number(orders)} von ${number(of)})`,
      discounts: 'Rabatte',
      discountsHow: 'Der Anteil der Bestellungen mit Rabatt, als wären fünf Bestellungen mit dem Anteil Ihres Shops vorausgegangen. 20 Punkte über oder unter dem Ihres Shops fallen auf.',
      discountsOf: { discount: 'Meist mit Rabatt', 'full price': 'Meist zum vollen Preis', 'as the shop': 'Wie in Ihrem Shop' },
      discountShare: (discounted, orders, shop) => `${number(discounted)} von ${number(orders)}, im Shop ${percent(shop)}`,
      again: 'Kauft wieder',
      againHow: 'Die mittleren Tage (Median) zwischen Käufen des Produkts, wie durch drei Abstände zu denen Ihrer anderen Kunden gezogen. Nicht für das, was ganz zurückgeschickt wurde, und nicht ab einem halben Abstand nach der Fälligkeit.',
      againOf: (interval, due, overdue) => `alle ${days(interval)}, ${overdue === 0 ? `als Nächstes um den ${day(due)}` : `war um den ${day(due)} fällig, vor ${dative(overdue)}`}`,
    },
    returns: {
      title: 'Rücksendungen',
      none: 'Nichts zurückgeschickt.',
      share: 'Erwarteter Anteil, der zurückkommt',
      shareHow: 'Was in Ihrem Shop üblich ist und was dieser Kunde zurückgeschickt hat, zusammen gewogen: Wenige Stück beweisen wenig. Der Bereich enthält den wahren Anteil in neun von zehn Fällen.',
      shareOf: (mean, low, high, shop) => `${percent(mean)} (${percent(low)} bis ${percent(high)}); in Ihrem Shop ${percent(shop)}`,
      pattern: 'Sieht aus nach',
      patternHow: 'Größe: Mindestens die Hälfte der zurückgeschickten Positionen nennt sie als Grund oder wurde innerhalb von 60 Tagen umgetauscht oder neu gekauft: in einer anderen Variante oder, wenn das Produkt mehrere hat, als anderes Produkt desselben Typs. Häufig: vier Positionen oder mehr aus drei Bestellungen, mindestens 35 % und das Doppelte Ihres Shops, aus mehreren Produkttypen oder nach 21 Tagen oder mehr. Kein Kunde wird deswegen schlechter behandelt.',
      kind: { sizing: 'Einer Frage der Größe', serial: 'Häufigen Rücksendungen', neither: 'Keinem Muster' },
      counts: (lines, orders) => `${counted(lines, 'Position', 'Positionen')} aus ${counted(orders, 'Bestellung', 'Bestellungen')}`,
      delay: 'Zurückgeschickt nach',
      delayOf: (delay) => dative(delay),
      reasons: 'Gründe',
      reason: (name, lines) => `${name} (${number(lines)})`,
      advice: { sizing: 'Hilfe bei der Wahl der Größe kann beiden den Weg ersparen.', serial: 'Fragen Sie, was nicht passt, bevor Sie mehr anbieten.' },
    },
    signals: {
      title: 'Trends und Anzeichen',
      how: 'Jedes Anzeichen nimmt seinen Teil von dem, was noch für den Kunden spricht; zusammen ergeben sie die Stärke. Ruhig unter 25, einen Blick wert ab 25, handeln ab 55. Es ist eine feste Regel über die eigene Geschichte des Kunden, keine Wahrscheinlichkeit.',
      level: { calm: 'Ruhig', watch: 'Einen Blick wert', act: 'Handeln' },
      strength: (strength) => `Stärke ${number(strength)} von 100`,
      none: 'Nichts fällt auf: keine längeren Abstände, kleineren Warenkörbe oder mehr Rabatte.',
      heaviness: { strong: 'stark', moderate: 'mittel', weak: 'schwach' },
      signal: (one) => {
        switch (one.signal) {
          case 'lapsed': return `${days(one.days)} seit dem letzten Kauf: abgewandert nach ${number(one.limitDays)}, meist ${number(one.usualDays)}`;
          case 'late': return `${days(one.days)} seit dem letzten Kauf: spät nach ${number(one.limitDays)}, meist ${number(one.usualDays)}`;
          case 'little-late': return `${days(one.days)} seit dem letzten Kauf, meist ${number(one.usualDays)}`;
          case 'gaps-lengthening': return `Die Abstände wachsen: meist ${dative(one.trend.before / 2)}, dann ${number(one.trend.after / 2)} (die letzten ${number(one.trend.count)} Abstände)`;
          case 'basket-shrinking': return `Die Warenkörbe werden kleiner: meist ${money(one.trend.before / 2)}, dann ${money(one.trend.after / 2)} (die letzten ${number(one.trend.count)} Käufe)`;
          case 'discounts-rising': return `Mehr Rabatte: ${number(one.trend.before)} von ${number(one.trend.ofBefore ?? 0)} Bestellungen, dann ${number(one.trend.after)} von ${number(one.trend.ofAfter ?? 0)}`;
          case 'sent-back': return `${number(one.unitsRefunded)} von ${units(one.units)} der letzten Bestellung zurückgeschickt`;
          case 'product-stopped': return `${one.title}: ${number(one.times)}-mal gekauft, etwa alle ${days(one.intervalDays)}, und nicht mehr, seit es am ${day(one.dueDay)} fällig war`;
        }
      },
    },
    course: {
      gaps: 'Tage zwischen Käufen',
      values: 'Wert jedes Kaufs',
      drawnGaps: (bars, from, to) => `Ein Balken für jeden von ${counted(bars, 'Abstand', 'Abständen')} zwischen Käufen, ${day(from)} bis ${day(to)}. Die Tabelle darunter hat die Zahlen.`,
      drawnValues: (bars, from, to) => `Ein Balken für jeden von ${counted(bars, 'Kauf', 'Käufen')}, ${day(from)} bis ${day(to)}. Die Tabelle darunter hat die Zahlen.`,
      days: (count) => days(count),
      table: 'Letzte Käufe als Tabelle',
      day: 'Datum',
      gap: 'Tage seit dem vorigen',
      value: 'Nettowert',
      discounted: 'Mit Rabatt',
      otherCurrency: 'Andere Währung',
      yes: 'Ja',
      no: 'Nein',
    },
    suggestion: {
      title: 'Vorschlag',
      how: 'Das Erste, was passt: nach einer Rücksendung nach dem Grund fragen; zurückgewinnen, wer spät ist oder über den üblichen Abstand hinaus und laut Prognose mit hohem Risiko; ein Produkt, das fällig ist oder es vor weniger als der Hälfte seines Abstands war, in dieser Woche fällige Gewohnheiten zuerst, dann eigene Wiederkäufe, das dem heutigen Tag nächste; danken nach einem besonderen Kauf; ein Produkt, das ähnliche Käufer gekauft haben; sonst in Ruhe lassen.',
      action: { 'ask why': 'Nach dem Grund fragen', 'win back': 'Zurückgewinnen', reorder: 'An die Nachbestellung erinnern', thank: 'Danken', try: 'Ein Produkt vorschlagen', 'leave alone': 'In Ruhe lassen' },
      reason,
      tier: 'Support',
      tierHow: 'VIP: mindestens zwei Käufe, und nach Ausgaben des letzten Jahres im obersten Zehntel. Hoch: M 5, oder M 4 mit mindestens zwei Käufen. Allein nach Geld: Niemand wartet länger, weil er spät ist oder etwas zurückgeschickt hat.',
      tierName: { VIP: 'VIP', high: 'Hoch', standard: 'Standard' },
    },
  };
}
