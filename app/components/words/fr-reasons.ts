import type { ProspectReason, StageReason, TierReason } from '../../profiles/reasons.ts';
import type { TagReason } from '../../tags/wanted-tags.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishReasons } from './en-reasons.ts';
import { isNamesake } from './namesake.ts';

/** Stages, tiers and tags as sentences, in French. Each holds all the numbers that its answer follows from. */
export function frenchReasons(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishReasons> {
  const { number, percent, money, day } = formats;
  const { counted, countedDays: days, countedPurchases: purchases } = frame;

  const stage = (reason: StageReason) => {
    const usually = reason.usualIsShops
      ? `les clients de votre boutique reviennent d’habitude après ${number(reason.usualDays)}`
      : `d’habitude ${number(reason.usualDays)} entre deux commandes`;
    const before = reason.lastGap === null || reason.lostDaysBefore === null ? '' : reason.stage === 'Won back'
      ? ` Revenu après ${days(reason.lastGap)}, alors qu’il était tenu pour perdu de vue après ${number(reason.lostDaysBefore)}.`
      : '';
    return `${days(reason.days)} depuis la dernière commande ; ${usually}, en retard après ${number(reason.lateDays)}, perdu de vue après ${number(reason.lostDays)}.`
      + ` ${purchases(reason.purchases)} en tout.${before}`;
  };
  const windowOf = (reason: TierReason) => (reason.windowStartDay === null ? 'en tout' : `depuis le ${day(reason.windowStartDay)}`);
  const tier = (reason: TierReason) => reason.tier === 'New'
    ? `Un seul achat, il y a ${days(reason.days)} : à l’heure jusqu’à ${days(Math.min(reason.newUpToDays, reason.recencyLimits[0] ?? reason.newUpToDays))}.`
    : `R ${number(reason.r)} (${frame.recencyName[5 - reason.r]?.toLowerCase()}), F ${number(reason.f)} avec ${purchases(reason.purchasesInWindow)} et M ${number(reason.m)} avec ${money(reason.spendInWindow)} ${windowOf(reason)} ; F et M ensemble ${number(reason.fm)}.`;
  const noOrder = (reason: ProspectReason) => reason.orders === 0
    ? 'Aucun achat pour l’instant.'
    : `Aucun achat pour l’instant : ${counted(reason.orders, 'commande', 'commandes')} sans valeur restante après remboursement.`;

  /** The steps that somebody can reach, the best first. */
  const steps = (all: { score: number; at: number | null }[], words: (at: number) => string) =>
    all.flatMap(({ score, at }) => (at === null ? [] : [{ score, text: `${number(score)} : ${words(at)}` }]));

  return {
    stage,
    tier,
    prospect: noOrder,
    recency: (reason) => `${days(reason.days)} depuis la dernière commande.`,
    recencyRule: (reason) => (reason.rules.r === 'plain' ? 'Rang parmi tous les acheteurs : moins il y a de jours, mieux c’est.' : 'Selon le rythme propre à ce client.'),
    recencySteps: (reason) => steps(reason.recencyLimits.map((limit, index) => ({ score: 5 - index, at: limit })), (limit) => `jusqu’à ${days(limit)}`),
    frequency: (reason) => `${purchases(reason.purchasesInWindow)} ${windowOf(reason)}.`,
    frequencyRule: (reason) => (reason.rules.f === 'midrank' ? 'Rang parmi tous les acheteurs.' : 'Par paliers fixes.'),
    frequencySteps: (reason) => steps(reason.frequencyCuts.map((cut, index) => ({ score: index + 2, at: cut })).reverse(), (cut) => `à partir de ${number(cut)}`),
    monetary: (reason) => `${money(reason.spendInWindow)} ${windowOf(reason)}.`,
    monetaryRule: (reason) => reason.rules.m === 'midrank'
      ? `Rang parmi ${counted(reason.spendRanked, 'acheteur', 'acheteurs')}.`
      : reason.medianOrderValueDoubled === null ? 'Selon la commande médiane de votre boutique, qui n’existe pas encore.' : `Selon la commande médiane de votre boutique, ${money(reason.medianOrderValueDoubled / 2)}, jusqu’à ce que les clients puissent être classés.`,
    monetarySteps: (reason) => steps(reason.spendCuts.map((cut, index) => ({ score: index + 2, at: cut })).reverse(), (cut) => `à partir de ${money(cut)}`),
    otherwiseOne: '1 : sinon',
    together: (reason) => `F et M ensemble : ${number(reason.fm)} (la moyenne de ${number(reason.f)} et ${number(reason.m)}, arrondie vers le haut à partir de la moitié). Avec R ${number(reason.r)}, c’est le niveau ${frame.tierName[reason.tier]}.`,
    newRule: (reason) => `Un seul achat, à l’heure et datant de ${days(reason.newUpToDays)} au plus : c’est le niveau ${frame.tierName.New}, quels que soient les scores.`,
    usualHow: 'L’intervalle habituel est l’intervalle médian propre au client, pondéré par celui de votre boutique : plus il en a, plus le sien compte. En retard : une fois et demie cet intervalle, au moins 30 jours ; perdu de vue : trois fois, au moins 90 jours.',
    tag: (reason: TagReason): string => {
      switch (reason.rule) {
        case 'lapsed':
        case 'at-risk':
          return stage(reason.stage);
        case 'new':
        case 'loyal':
          return isNamesake(reason) ? tier(reason.tier) : `${frame.tierName[reason.tier.tier]} : ${tier(reason.tier)}`;
        case 'vip':
          return `${money(reason.spendLastYear)} depuis le ${day(reason.sinceDay)} ; parmi ${counted(reason.ranked, 'acheteur', 'acheteurs')} de cette période, le premier dixième commence à ${money(reason.spendFrom)}. ${purchases(reason.purchases)} en tout ; il en faut 2.`;
        case 'discount-seeker':
          return `${number(reason.discountedOrders)} sur ${counted(reason.orders, 'commande', 'commandes')} avec remise (${percent(reason.orders === 0 ? 0 : reason.discountedOrders / reason.orders)}) : au moins 60 %, et 20 points au-dessus des ${percent(reason.shopOrders === 0 ? 0 : reason.shopDiscountedOrders / reason.shopOrders)} de votre boutique.`;
        case 'serial-returner':
          return `${number(reason.unitsRefunded)} sur ${counted(reason.unitsBought, 'unité', 'unités')} renvoyées en ${counted(reason.orders, 'commande', 'commandes')} : plus de la moitié, compte tenu des retours habituels de votre boutique.`;
        case 'big-spender':
          return `${money(reason.netSpend)} en ${purchases(reason.valuedPurchases)} ; parmi ${counted(reason.ranked, 'acheteur', 'acheteurs')}, les premiers 5 % par achat moyen commencent à ${money(Math.ceil(reason.fromSpend / reason.fromPurchases))}.`;
      }
    },
  };
}
