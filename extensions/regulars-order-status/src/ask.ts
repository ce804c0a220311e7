import type { TokenSource } from '../../order-pages/ask-regulars.ts';
import type { Translate } from '../../order-pages/translate.ts';

/** What the app asks about an order, with what the buyer answered before. */
export interface Ask {
  order: string;
  lines: { line: string; title: string; variant: string | null; stars: number | null; words: string | null }[];
  nps: number | null;
  npsWords: string | null;
  answered: boolean;
}

export interface ReviewHost extends TokenSource {
  i18n: { translate: Translate };
}
