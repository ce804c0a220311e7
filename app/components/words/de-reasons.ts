import type { ProspectReason, StageReason, TierReason } from '../../profiles/reasons.ts';
import type { TagReason } from '../../tags/wanted-tags.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import type { englishReasons } from './en-reasons.ts';
import { isNamesake } from './namesake.ts';

/** Stages, tiers and tags as sentences, in German. Each holds all the numbers that its answer follows from. */
export function germanReasons(formats: Formats, frame: ReturnType<typeof englishFrame>): ReturnType<typeof englishReasons> {
  const { number, percent, money, day } = formats;
  const { counted, countedDays: days, countedPurchases: purchases } = frame;
  /** After "vor", "nach" and "bis zu". */
  const dative = (count: number) => counted(count, 'Tag', 'Tagen');
  const purchasesDative = (count: number) => counted(count, 'Kauf', 'Käufen');

  const stage = (reason: StageReason) => {
    const usually = reason.usualIsShops
      ? `Kunden Ihres Shops kommen meist nach ${dative(reason.usualDays)} wieder`
      : `meist ${number(reason.usualDays)} zwischen Bestellungen`;
    const before = reason.lastGap === null || reason.lostDaysBefore === null ? '' : reason.stage === 'Won back'
      ? ` Kam nach ${dative(reason.lastGap)} zurück und galt schon nach ${number(reason.lostDaysBefore)} als abgewandert.`
      : '';
    return `${days(reason.days)} seit der letzten Bestellung; ${usually}, spät nach ${number(reason.lateDays)}, abgewandert nach ${number(reason.lostDays)}.`
      + ` Insgesamt ${purchases(reason.purchases)}.${before}`;
  };
  const windowOf = (reason: TierReason) => (reason.windowStartDay === null ? 'insgesamt' : `seit ${day(reason.windowStartDay)}`);
  const tier = (reason: TierReason) => reason.tier === 'New'
    ? `Ein einziger Kauf, vor ${dative(reason.days)}: pünktlich bis zu ${dative(Math.min(reason.newUpToDays, reason.recencyLimits[0] ?? reason.newUpToDays))}.`
    : `R ${number(reason.r)} (${frame.recencyName[5 - reason.r]?.toLowerCase()}), F ${number(reason.f)} mit ${purchasesDative(reason.purchasesInWindow)} und M ${number(reason.m)} mit ${money(reason.spendInWindow)} ${windowOf(reason)}; F und M zusammen ${number(reason.fm)}.`;
  const noOrder = (reason: ProspectReason) => reason.orders === 0
    ? 'Noch kein Kauf.'
    : `Noch kein Kauf: ${counted(reason.orders, 'Bestellung', 'Bestellungen')}, von denen nach Rückerstattungen nichts bleibt.`;

  /** The steps that somebody can reach, the best first. */
  const steps = (all: { score: number; at: number | null }[], words: (at: number) => string) =>
    all.flatMap(({ score, at }) => (at === null ? [] : [{ score, text: `${number(score)}: ${words(at)}` }]));

  return {
    stage,
    tier,
    prospect: noOrder,
    recency: (reason) => `${days(reason.days)} seit der letzten Bestellung.`,
    recencyRule: (reason) => (reason.rules.r === 'plain' ? 'Rang unter allen Käufern: je weniger Tage, desto besser.' : 'Nach dem eigenen Rhythmus dieses Kunden.'),
    recencySteps: (reason) => steps(reason.recencyLimits.map((limit, index) => ({ score: 5 - index, at: limit })), (limit) => `bis zu ${dative(limit)}`),
    frequency: (reason) => `${purchases(reason.purchasesInWindow)} ${windowOf(reason)}.`,
    frequencyRule: (reason) => (reason.rules.f === 'midrank' ? 'Rang unter allen Käufern.' : 'In festen Schritten.'),
    frequencySteps: (reason) => steps(reason.frequencyCuts.map((cut, index) => ({ score: index + 2, at: cut })).reverse(), (cut) => `ab ${number(cut)}`),
    monetary: (reason) => `${money(reason.spendInWindow)} ${windowOf(reason)}.`,
    monetaryRule: (reason) => reason.rules.m === 'midrank'
      ? `Rang unter ${counted(reason.spendRanked, 'Käufer', 'Käufern')}.`
      : reason.medianOrderValueDoubled === null ? 'Nach der mittleren Bestellung (Median) Ihres Shops, die es noch nicht gibt.' : `Nach der mittleren Bestellung (Median) Ihres Shops von ${money(reason.medianOrderValueDoubled / 2)}, bis Kunden in eine Rangfolge gebracht werden können.`,
    monetarySteps: (reason) => steps(reason.spendCuts.map((cut, index) => ({ score: index + 2, at: cut })).reverse(), (cut) => `ab ${money(cut)}`),
    otherwiseOne: '1: sonst',
    together: (reason) => `F und M zusammen: ${number(reason.fm)} (der Mittelwert von ${number(reason.f)} und ${number(reason.m)}, ab der Hälfte aufgerundet). Mit R ${number(reason.r)} ist das die Stufe ${frame.tierName[reason.tier]}.`,
    newRule: (reason) => `Ein einziger Kauf, pünktlich und vor höchstens ${dative(reason.newUpToDays)}: Das ist die Stufe ${frame.tierName.New}, unabhängig von den Bewertungen.`,
    usualHow: 'Der übliche Abstand ist der eigene mittlere Abstand des Kunden (Median), gewichtet mit dem Ihres Shops: Je mehr Abstände er hat, desto mehr zählt der eigene. Spät ist das Anderthalbfache davon, mindestens 30 Tage; abgewandert das Dreifache, mindestens 90 Tage.',
    tag: (reason: TagReason): string => {
      switch (reason.rule) {
        case 'lapsed':
        case 'at-risk':
          return stage(reason.stage);
        case 'new':
        case 'loyal':
          return isNamesake(reason) ? tier(reason.tier) : `${frame.tierName[reason.tier.tier]}: ${tier(reason.tier)}`;
        case 'vip':
          return `${money(reason.spendLastYear)} seit ${day(reason.sinceDay)}; unter ${counted(reason.ranked, 'Käufer', 'Käufern')} dieser Zeit beginnt das oberste Zehntel bei ${money(reason.spendFrom)}. Insgesamt ${purchases(reason.purchases)}; nötig sind 2.`;
        case 'discount-seeker':
          return `${number(reason.discountedOrders)} von ${counted(reason.orders, 'Bestellung', 'Bestellungen')} mit Rabatt (${percent(reason.orders === 0 ? 0 : reason.discountedOrders / reason.orders)}): mindestens 60 %, und 20 Punkte über den ${percent(reason.shopOrders === 0 ? 0 : reason.shopDiscountedOrders / reason.shopOrders)} Ihres Shops.`;
        case 'serial-returner':
          return `${number(reason.unitsRefunded)} von ${number(reason.unitsBought)} Stück in ${counted(reason.orders, 'Bestellung', 'Bestellungen')} zurückgeschickt: mehr als die Hälfte, die üblichen Rückgaben Ihres Shops eingerechnet.`;
        case 'big-spender':
          return `${money(reason.netSpend)} bei ${purchasesDative(reason.valuedPurchases)}; unter ${counted(reason.ranked, 'Käufer', 'Käufern')} beginnen die obersten 5 % nach durchschnittlichem Kauf bei ${money(Math.ceil(reason.fromSpend / reason.fromPurchases))}.`;
      }
    },
  };
}
