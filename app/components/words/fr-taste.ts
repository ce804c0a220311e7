import { HOURS_TOGETHER } from '../../profiles/habits.ts';
import type { NextAction } from '../../profiles/next-action.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishTaste } from './en-taste.ts';
import { weekdayName } from './weekday-name.ts';

/** What one customer likes, sends back, how they change, and what to do about it, in French. */
export function frenchTaste(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishTaste> {
  const { number, percent, money, day } = formats;
  const { counted, countedDays: days } = frame;
  const units = (count: number) => counted(count, 'unité', 'unités');
  const hour = (at: number) => `${String(at % 24).padStart(2, '0')}:00`;
  const reason = (action: NextAction): string => {
    switch (action.action) {
      case 'ask why':
        if (action.because === 'sizing') return `${number(action.sizingLines)} des ${number(action.lines)} lignes renvoyées ressemblent à une question de taille : proposez de l’aide pour la taille.`;
        if (action.because === 'serial') return `Environ ${percent(action.mean)} des achats reviennent (${number(action.unitsRefunded)} sur ${units(action.unitsBought)} ; ${percent(action.shopMean)} dans la boutique), de plusieurs types ou tard : demandez ce qui ne convient pas.`;
        return `${number(action.unitsRefunded)} sur ${units(action.units)} de la dernière commande ont été renvoyées le ${day(action.day)}.`;
      case 'win back': {
        const by = action.favourite === null ? '' : ` Acheté plusieurs fois : ${action.favourite}.`;
        return action.because === 'late'
          ? `${days(action.days)} depuis la dernière commande, d’habitude ${number(action.usualDays)}, en retard après ${number(action.lateDays)} ; ${frame.countedPurchases(action.purchases)} auparavant.${by}`
          : `${days(action.days)} depuis la dernière commande, d’habitude ${number(action.usualDays)} ; ${percent(action.chance)} de chances d’un achat en ${days(action.horizonDays)}.${by}`;
      }
      case 'reorder': {
        const due = action.overdueDays === 0 ? `vers le ${day(action.dueDay)}` : `était attendu vers le ${day(action.dueDay)}, il y a ${days(action.overdueDays)}`;
        return action.times === 1
          ? `${action.title} ${due} : acheté le ${day(action.lastDay)} ; ceux qui le rachètent le font après ${days(action.intervalDays)}.`
          : `${action.title} ${due} : acheté ${number(action.times)} fois, la dernière le ${day(action.lastDay)}, environ tous les ${days(action.intervalDays)}.`;
      }
      case 'thank': return action.because === 'back' ? `De retour il y a ${days(action.days)}, après longtemps.`
        : action.because === 'milestone' ? `Achat numéro ${number(action.purchases)}, il y a ${days(action.days)}.`
          : `L’un de vos meilleurs clients a acheté il y a ${days(action.days)}.`;
      case 'try': return action.sampled
        ? `${action.title} : parmi ${counted(action.customers, 'client examiné', 'clients examinés')}, ${number(action.both)} des ${counted(action.buyersOfLike, 'acheteur', 'acheteurs')} de ${action.like} l’ont acheté aussi, contre ${percent(action.buyers / action.customers)} en tout.`
        : `${action.title} : ${number(action.both)} des ${counted(action.buyersOfLike, 'acheteur', 'acheteurs')} de ${action.like} l’ont acheté aussi, contre ${percent(action.buyers / action.customers)} de tous les clients.`;
      case 'leave alone':
        if (action.because === 'no-purchase') return 'Aucun achat pour l’instant.';
        if (action.because === 'excluded') return 'Exclu dans les réglages.';
        if (action.because === 'gone') return `Un seul achat, il y a ${days(action.days)} ; perdu de vue après ${number(action.lostDays)}.`;
        if (action.because === 'no-rhythm') return `${days(action.days)} depuis la dernière commande ; trop peu de clients sont revenus jusqu’ici pour dire quand viendra la prochaine.`;
        return `${days(action.days)} depuis la dernière commande, d’habitude ${number(action.usualDays)} ; la prochaine ${action.overdueDays === 0
          ? `est attendue vers le ${day(action.nextDay)}` : `était attendue vers le ${day(action.nextDay)}, il y a ${days(action.overdueDays)}`}.`;
    }
  };
  return {
    none: 'Apparaît au prochain classement de vos clients.',
    likes: {
      title: 'Ce qu’il aime',
      nothing: 'Trop peu de commandes pour le dire.',
      types: 'Types de produits',
      products: 'Produits',
      affinityHow: 'Achetés plus souvent que par vos clients ; chaque produit compte une fois par commande. La part est ramenée vers celle de votre boutique, d’autant plus qu’il y a peu de commandes ; montré à partir de deux et de 1,25 fois la part de la boutique.',
      affinity: (picks, of, lift) => `${number(picks)} sur ${number(of)}, ${number(Math.round(10 * lift) / 10)} fois la part de la boutique`,
      basket: 'Panier habituel',
      basketHow: 'La médiane des achats : la moitié est plus grande.',
      basketOf: (count, value) => `${units(count)}${value === null ? '' : `, ${money(value)}`}`,
      price: 'Gamme de prix',
      priceHow: (band) => `Le prix unitaire médian avant remises de ${counted(band.lines, 'ligne', 'lignes')}. Un quart des lignes de votre boutique est en dessous de ${money(band.lower)}, un quart au-dessus de ${money(band.upper)}.`,
      priceOf: (band) => `${{ low: 'Quart inférieur', middle: 'Milieu', high: 'Quart supérieur' }[band.band]}, ${money(Math.round(band.medianDoubled / 2))}`,
      time: 'Moment habituel',
      timeHow: 'Montré là où des commandes réparties également y arriveraient par hasard au plus une fois sur vingt, à partir de cinq commandes. Dans le fuseau horaire de votre boutique.',
      weekday: (place, orders, of) => `${weekdayName(formats.locale, place)} (${number(orders)} sur ${number(of)})`,
      hours: (from, orders, of) => `${hour(from)}–${hour(from + HOURS_TOGETHER)} (${number(orders)} sur ${number(of)})`,
      discounts: 'Remises',
      discountsHow: 'La part des commandes avec remise, comme si cinq commandes à la part de votre boutique avaient précédé. 20 points au-dessus ou en dessous de votre boutique se remarquent.',
      discountsOf: { discount: 'Surtout avec remise', 'full price': 'Surtout au prix fort', 'as the shop': 'Comme dans votre boutique' },
      discountShare: (discounted, orders, shop) => `${number(discounted)} sur ${number(orders)}, ${percent(shop)} dans la boutique`,
      again: 'Rachète',
      againHow: 'Les jours médians entre deux achats du produit, ramenés vers ceux de vos autres clients comme par trois de leurs intervalles. Pas pour ce qui a été entièrement renvoyé, ni au-delà d’un demi-intervalle après l’échéance.',
      againOf: (interval, due, overdue) => `tous les ${days(interval)}, ${overdue === 0 ? `la prochaine fois vers le ${day(due)}` : `attendu vers le ${day(due)}, il y a ${days(overdue)}`}`,
    },
    returns: {
      title: 'Retours',
      none: 'Rien de renvoyé.',
      share: 'Part renvoyée attendue',
      shareHow: 'Ce qui est habituel dans votre boutique et ce que ce client a renvoyé, pesés ensemble : peu d’unités prouvent peu. L’intervalle contient la vraie part neuf fois sur dix.',
      shareOf: (mean, low, high, shop) => `${percent(mean)} (${percent(low)} à ${percent(high)}) ; ${percent(shop)} dans votre boutique`,
      pattern: 'Ressemble à',
      patternHow: 'Taille : au moins la moitié des lignes renvoyées la donnent comme raison, ou ont été échangées ou rachetées en 60 jours dans une autre variante ou, si le produit en a plusieurs, dans un autre produit du même type. Fréquents : quatre lignes ou plus de trois commandes, au moins 35 % et le double de votre boutique, de plusieurs types ou après 21 jours ou plus. Aucun client n’est moins bien traité pour cela.',
      kind: { sizing: 'Une question de taille', serial: 'Des retours fréquents', neither: 'Aucun schéma' },
      counts: (lines, orders) => `${counted(lines, 'ligne', 'lignes')} de ${counted(orders, 'commande', 'commandes')}`,
      delay: 'Renvoyé après',
      delayOf: (delay) => days(delay),
      reasons: 'Raisons',
      reason: (name, lines) => `${name} (${number(lines)})`,
      advice: { sizing: 'Aider à choisir la taille peut éviter le trajet à tous les deux.', serial: 'Demandez ce qui ne convient pas avant d’en proposer davantage.' },
    },
    signals: {
      title: 'Tendances et signes',
      how: 'Chaque signe prend sa part de ce qui parle encore pour le client ; ensemble, ils donnent la force. Calme en dessous de 25, à regarder à partir de 25, agir à partir de 55. C’est une règle fixe sur sa propre histoire, pas une probabilité.',
      level: { calm: 'Calme', watch: 'À regarder', act: 'Agir' },
      strength: (strength) => `Force ${number(strength)} sur 100`,
      none: 'Rien de particulier : ni intervalles qui s’allongent, ni paniers qui diminuent, ni remises qui augmentent.',
      heaviness: { strong: 'fort', moderate: 'moyen', weak: 'faible' },
      signal: (one) => {
        switch (one.signal) {
          case 'lapsed': return `${days(one.days)} depuis le dernier achat : perdu de vue après ${number(one.limitDays)}, d’habitude ${number(one.usualDays)}`;
          case 'late': return `${days(one.days)} depuis le dernier achat : en retard après ${number(one.limitDays)}, d’habitude ${number(one.usualDays)}`;
          case 'little-late': return `${days(one.days)} depuis le dernier achat, d’habitude ${number(one.usualDays)}`;
          case 'gaps-lengthening': return `Les intervalles s’allongent : d’habitude ${days(one.trend.before / 2)}, puis ${number(one.trend.after / 2)} (les ${number(one.trend.count)} derniers intervalles)`;
          case 'basket-shrinking': return `Les paniers diminuent : d’habitude ${money(one.trend.before / 2)}, puis ${money(one.trend.after / 2)} (les ${number(one.trend.count)} derniers achats)`;
          case 'discounts-rising': return `Plus de remises : ${number(one.trend.before)} commandes sur ${number(one.trend.ofBefore ?? 0)}, puis ${number(one.trend.after)} sur ${number(one.trend.ofAfter ?? 0)}`;
          case 'sent-back': return `${number(one.unitsRefunded)} sur ${units(one.units)} de la dernière commande renvoyées`;
          case 'product-stopped': return `${one.title} : acheté ${number(one.times)} fois, environ tous les ${days(one.intervalDays)}, et plus depuis l’échéance du ${day(one.dueDay)}`;
        }
      },
    },
    course: {
      gaps: 'Jours entre deux achats',
      values: 'Valeur de chaque achat',
      drawnGaps: (bars, from, to) => `Une barre pour chacun des ${counted(bars, 'écart', 'écarts')} entre deux achats, du ${day(from)} au ${day(to)}. Le tableau ci-dessous contient les chiffres.`,
      drawnValues: (bars, from, to) => `Une barre pour chacun des ${counted(bars, 'achat', 'achats')}, du ${day(from)} au ${day(to)}. Le tableau ci-dessous contient les chiffres.`,
      days: (count) => days(count),
      table: 'Derniers achats en tableau',
      day: 'Date',
      gap: 'Jours depuis le précédent',
      value: 'Valeur nette',
      discounted: 'Avec une remise',
      otherCurrency: 'Autre devise',
      yes: 'Oui',
      no: 'Non',
    },
    suggestion: {
      title: 'Conseil',
      how: 'La première qui convient : demander pourquoi après un retour ; reconquérir qui est en retard, ou au-delà de l’écart habituel avec un risque élevé selon la prévision ; un produit à racheter, ou qui l’était il y a moins de la moitié de son intervalle, d’abord les habitudes à échéance cette semaine, puis ce qu’il rachète, au plus près d’aujourd’hui ; remercier après un achat remarquable ; un produit que des acheteurs semblables ont acheté ; sinon laisser tranquille.',
      action: { 'ask why': 'Demander pourquoi', 'win back': 'Reconquérir', reorder: 'Rappeler un rachat', thank: 'Remercier', try: 'Suggérer un produit', 'leave alone': 'Laisser tranquille' },
      reason,
      tier: 'Assistance',
      tierHow: 'VIP : au moins deux achats, et parmi le dixième qui a dépensé le plus l’an dernier. Élevé : M 5, ou M 4 avec au moins deux achats. Selon l’argent seul : personne n’attend plus longtemps parce qu’il est en retard ou a renvoyé quelque chose.',
      tierName: { VIP: 'Client VIP', high: 'Élevé', standard: 'Courant' },
    },
  };
}
