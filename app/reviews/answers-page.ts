import type { DueFrom } from './ask-due.ts';
import type { NetPromoterScore } from './nps.ts';
import { SOURCES, type Source } from './source.ts';

/** Days back that the page's figures are of; all: since the first answer. */
export const PERIODS = ['30', '90', '365', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** What of the newest words is listed. */
export const WORDS_CHOICES = ['all', 'products', 'shop', 'source'] as const;
export type WordsChoice = (typeof WORDS_CHOICES)[number];

/** What an address asks for. Anything unknown is as if it were not said. */
export interface AnswersQuery {
  period: Period;
  words: WordsChoice;
  /** Stars of the listed words: of those of products alone. */
  stars: number | null;
  /** A product's number. */
  product: string | null;
  after: string | null;
}

/** Words of somebody, the newest first. */
export interface WordsLine {
  key: string;
  at: string;
  about: 'product' | 'shop' | 'source';
  words: string;
  /** Of a product: 1 to 5. */
  stars: number | null;
  product: { id: string; title: string } | null;
  /** Of the shop: 0 to 10. */
  nps: number | null;
  source: Source | null;
  /** Null: the order is gone from Shopify. */
  order: string | null;
  customer: { id: string; name: string | null } | null;
  test: boolean;
}

export interface ProductStars {
  id: string;
  title: string;
  answers: number;
  mean: number;
  /** Answers with 1 to 3 stars. */
  low: number;
}

export interface AnswersPage {
  query: AnswersQuery;
  /** Nothing was ever answered. */
  empty: boolean;
  /** Orders whose buyers were shown the questions in the period, and how many of those have answered. */
  asked: number;
  askedAnswered: number;
  /** What the days of those asks were counted from. */
  dueFrom: Record<DueFrom, number>;
  nps: NetPromoterScore;
  /** Answers with 1, 2, 3, 4, 5 stars. */
  stars: number[];
  /** Those with most answers. */
  products: ProductStars[];
  sources: { source: Source; answers: number }[];
  words: WordsLine[];
  next: string | null;
}

export function readAnswersQuery(parameters: URLSearchParams): AnswersQuery {
  const stars = /^[1-5]$/.exec(parameters.get('stars') ?? '');
  const product = /^\d{1,15}$/.exec(parameters.get('product') ?? '');
  return {
    period: PERIODS.find((one) => one === parameters.get('period')) ?? '90',
    words: WORDS_CHOICES.find((one) => one === parameters.get('words')) ?? 'all',
    stars: stars === null ? null : Number(stars[0]),
    product: product === null ? null : product[0],
    after: /^\d{1,15}\.[a-z]+-\d{1,15}(-\d{1,15})?$/.exec(parameters.get('after') ?? '')?.[0] ?? null,
  };
}

/** The address's query of another choice: the rest stays, the place in the list does not. */
export function writeAnswersQuery(query: AnswersQuery, change: Partial<AnswersQuery>): string {
  const { period, words, stars, product, after } = { ...query, after: null, ...change };
  const parameters = new URLSearchParams();
  if (period !== '90') parameters.set('period', period);
  if (words !== 'all') parameters.set('words', words);
  if (stars !== null) parameters.set('stars', String(stars));
  if (product !== null) parameters.set('product', product);
  if (after !== null) parameters.set('after', after);
  return parameters.toString();
}

/** Sources by their answers, the most frequent first; those that nobody named are left out. */
export function sortedSources(counts: Readonly<Partial<Record<Source, number>>>): { source: Source; answers: number }[] {
  return SOURCES.flatMap((source) => ((counts[source] ?? 0) > 0 ? [{ source, answers: counts[source] ?? 0 }] : [])).sort((one, other) => other.answers - one.answers);
}
