import type { StorefrontAnswer, Visit } from './visit.ts';

export interface StorefrontPage {
  methods: readonly string[];
  /** `/products/:handle`. */
  path: string;
  /** @throws {HttpError} for what cannot be answered as asked */
  answer: (visit: Visit, parts: Record<string, string>) => StorefrontAnswer | Promise<StorefrontAnswer>;
}
