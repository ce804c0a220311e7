import type { FieldTarget } from './product-field.ts';

/** The places between two effects of the writer at which a process may die. Tests stop it at each of them and then look at what is made of it. */
export type ProductFieldStep = 'held' | 'leftovers settled' | 'defined' | 'planned' | 'read' | 'marked sent' | 'asked' | 'settled' | 'definition gone' | 'walked';

/** What the writer needs at every step. */
export interface ProductFieldContext<Client> {
  shopId: number;
  client: Client;
  target: FieldTarget;
  signal: AbortSignal;
  onStep: (step: ProductFieldStep) => void | Promise<void>;
}
