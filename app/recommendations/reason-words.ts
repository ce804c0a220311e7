import type { ShownReason } from './compose-list.ts';

/** Languages that shoppers are told reasons in; theirs first, English where it is none of these. */
export const REASON_LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type ReasonLanguage = (typeof REASON_LANGUAGES)[number];

/** The language of a locale as Shopify writes it: `fr`, `fr-CA`, `pt-BR`. */
export function reasonLanguage(locale: string | null): ReasonLanguage {
  const language = (locale ?? '').slice(0, 2).toLowerCase();
  return REASON_LANGUAGES.find((one) => one === language) ?? 'en';
}

/** A span of days as people say it: days up to two weeks, weeks up to two months, then months. */
type Span = { unit: 'day' | 'week' | 'month'; count: number };

function spanOf(days: number): Span {
  if (days < 14) return { unit: 'day', count: Math.max(1, days) };
  return days < 60 ? { unit: 'week', count: Math.round(days / 7) } : { unit: 'month', count: Math.round(days / 30.44) };
}

interface Words {
  every(span: Span): string;
  ago(span: Span): string;
  /** Bought today. */
  today: string;
  boughtWith(by: string, of: string, title: string): string;
  boughtWithIt(by: string, of: string): string;
  alsoBought(by: string, of: string, title: string): string;
  alsoBoughtIt(by: string, of: string): string;
  rising(times: string): string;
  popular(baskets: string, one: boolean, days: string): string;
  new: string;
  picked: string;
}

const units = (one: Record<Span['unit'], [one: string, other: string]>) => ({ unit, count }: Span): string => `${count} ${one[unit][count === 1 ? 0 : 1]}`;
const english = units({ day: ['day', 'days'], week: ['week', 'weeks'], month: ['month', 'months'] });
const germanEvery = units({ day: ['Tag', 'Tage'], week: ['Woche', 'Wochen'], month: ['Monat', 'Monate'] });
const germanAgo = units({ day: ['Tag', 'Tagen'], week: ['Woche', 'Wochen'], month: ['Monat', 'Monaten'] });
const french = units({ day: ['jour', 'jours'], week: ['semaine', 'semaines'], month: ['mois', 'mois'] });
const spanish = units({ day: ['día', 'días'], week: ['semana', 'semanas'], month: ['mes', 'meses'] });
const japanese = ({ unit, count }: Span): string => `${count}${{ day: '日', week: '週間', month: 'か月' }[unit]}`;

const WORDS: Readonly<Record<ReasonLanguage, Words>> = {
  en: {
    every: (span) => (span.count === 1 ? `You order this about every ${span.unit}` : `You order this about every ${english(span)}`),
    ago: (span) => `You bought this ${english(span)} ago`,
    today: 'You bought this today',
    boughtWith: (by, of, title) => `Bought with ${title} by ${by} of ${of} buyers`,
    boughtWithIt: (by, of) => `Bought together by ${by} of ${of} buyers`,
    alsoBought: (by, of, title) => `${by} of ${of} buyers of ${title} bought this too`,
    alsoBoughtIt: (by, of) => `${by} of ${of} buyers bought this too`,
    rising: (times) => `Bought ${times} times as often as usual these days`,
    popular: (baskets, one, days) => (one ? `Bought once in the last ${days} days` : `Bought ${baskets} times in the last ${days} days`),
    new: 'New in the shop',
    picked: 'Picked by the shop',
  },
  de: {
    every: (span) => (span.count === 1 ? { day: 'Sie bestellen das etwa jeden Tag', week: 'Sie bestellen das etwa jede Woche', month: 'Sie bestellen das etwa jeden Monat' }[span.unit] : `Sie bestellen das etwa alle ${germanEvery(span)}`),
    ago: (span) => `Sie haben das vor ${span.count === 1 ? { day: 'einem Tag', week: 'einer Woche', month: 'einem Monat' }[span.unit] : germanAgo(span)} gekauft`,
    today: 'Sie haben das heute gekauft',
    boughtWith: (by, of, title) => `Von ${by} der ${of} Käufer mit ${title} gekauft`,
    boughtWithIt: (by, of) => `Von ${by} der ${of} Käufer zusammen gekauft`,
    alsoBought: (by, of, title) => `${by} von ${of} Käufern von ${title} kauften auch das`,
    alsoBoughtIt: (by, of) => `${by} von ${of} Käufern kauften auch das`,
    rising: (times) => `Zurzeit ${times}-mal so oft gekauft wie sonst`,
    popular: (baskets, one, days) => (one ? `In den letzten ${days} Tagen einmal gekauft` : `In den letzten ${days} Tagen ${baskets}-mal gekauft`),
    new: 'Neu im Shop',
    picked: 'Vom Shop ausgewählt',
  },
  fr: {
    every: (span) => (span.count === 1 ? { day: 'Vous le commandez à peu près chaque jour', week: 'Vous le commandez à peu près chaque semaine', month: 'Vous le commandez à peu près chaque mois' }[span.unit] : `Vous le commandez environ ${span.unit === 'week' ? 'toutes' : 'tous'} les ${french(span)}`),
    ago: (span) => `Vous l’avez acheté il y a ${french(span)}`,
    today: 'Vous l’avez acheté aujourd’hui',
    boughtWith: (by, of, title) => `Acheté avec ${title} par ${by} acheteurs sur ${of}`,
    boughtWithIt: (by, of) => `Achetés ensemble par ${by} acheteurs sur ${of}`,
    alsoBought: (by, of, title) => `Aussi acheté par ${by} des ${of} acheteurs de ${title}`,
    alsoBoughtIt: (by, of) => `Aussi acheté par ${by} acheteurs sur ${of}`,
    rising: (times) => `Acheté ${times} fois plus que d’habitude en ce moment`,
    popular: (baskets, one, days) => (one ? `Acheté une fois ces ${days} derniers jours` : `Acheté ${baskets} fois ces ${days} derniers jours`),
    new: 'Nouveau dans la boutique',
    picked: 'Choisi par la boutique',
  },
  es: {
    every: (span) => (span.count === 1 ? `Lo pides más o menos cada ${{ day: 'día', week: 'semana', month: 'mes' }[span.unit]}` : `Lo pides más o menos cada ${spanish(span)}`),
    ago: (span) => `Lo compraste hace ${spanish(span)}`,
    today: 'Lo compraste hoy',
    boughtWith: (by, of, title) => `Comprado con ${title} por ${by} de ${of} compradores`,
    boughtWithIt: (by, of) => `Comprados juntos por ${by} de ${of} compradores`,
    alsoBought: (by, of, title) => `${by} de ${of} compradores de ${title} también compraron esto`,
    alsoBoughtIt: (by, of) => `${by} de ${of} compradores también compraron esto`,
    rising: (times) => `Se compra ${times} veces más de lo habitual estos días`,
    popular: (baskets, one, days) => (one ? `Comprado una vez en los últimos ${days} días` : `Comprado ${baskets} veces en los últimos ${days} días`),
    new: 'Nuevo en la tienda',
    picked: 'Elegido por la tienda',
  },
  ja: {
    every: (span) => `約${japanese(span)}ごとにご注文いただいています`,
    ago: (span) => `${japanese(span)}前にご購入いただきました`,
    today: '本日ご購入いただきました',
    boughtWith: (by, of, title) => `${title}の購入者${of}人中${by}人が一緒に購入しました`,
    boughtWithIt: (by, of) => `購入者${of}人中${by}人が一緒に購入しました`,
    alsoBought: (by, of, title) => `${title}の購入者${of}人中${by}人がこちらも購入しました`,
    alsoBoughtIt: (by, of) => `購入者${of}人中${by}人がこちらも購入しました`,
    rising: (times) => `最近はふだんの${times}倍購入されています`,
    popular: (baskets, _, days) => `過去${days}日間に${baskets}回購入されました`,
    new: '新着商品',
    picked: 'ショップのおすすめ',
  },
};

const numbers = new Map<ReasonLanguage, Intl.NumberFormat>();

/**
 * A reason in words for a shopper.
 * @param about.titleOf the title of a product that a reason names; null: it is not known any more
 * @param about.daysSince whole days since the reason was worked out
 */
export function reasonWords(reason: ShownReason, language: ReasonLanguage, about: { titleOf: (product: string) => string | null; daysSince: number }): string {
  const words = WORDS[language];
  let format = numbers.get(language);
  if (format === undefined) numbers.set(language, (format = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })));
  const number = (value: number): string => format.format(value);
  switch (reason.kind) {
    case 'you-reorder':
      return words.every(spanOf(reason.everyDays));
    case 'you-bought': {
      const days = reason.lastDaysAgo + about.daysSince;
      return days === 0 ? words.today : words.ago(spanOf(days));
    }
    case 'bought-with': {
      const title = about.titleOf(reason.product);
      return title === null ? words.boughtWithIt(number(reason.by), number(reason.ofBuyers)) : words.boughtWith(number(reason.by), number(reason.ofBuyers), title);
    }
    case 'also-bought': {
      const title = about.titleOf(reason.product);
      return title === null ? words.alsoBoughtIt(number(reason.by), number(reason.ofBuyers)) : words.alsoBought(number(reason.by), number(reason.ofBuyers), title);
    }
    case 'rising':
      return words.rising(number(reason.times));
    case 'popular':
      return words.popular(number(reason.baskets), reason.baskets === 1, number(reason.days));
    case 'new':
      return words.new;
    case 'picked':
      return words.picked;
  }
}
