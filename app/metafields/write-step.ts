/** The places between two effects of the writer at which a process may die. Tests stop it at each of them and then look at what is made of it. */
export type MetafieldStep =
  | 'held' | 'leftovers settled' | 'defined' | 'planned' | 'asked' | 'settled'
  | 'batch prepared' | 'uploaded' | 'submitted' | 'batch running' | 'operation ended' | 'lines settled' | 'batch done'
  | 'definition gone' | 'walked';

/** What the writer needs at every step. */
export interface MetafieldContext<Client> {
  shopId: number;
  client: Client;
  signal: AbortSignal;
  onStep: (step: MetafieldStep) => void | Promise<void>;
  /** True once no more is wanted of a bulk operation of this kind that is under way. */
  unwanted: (action: 'set' | 'delete') => Promise<boolean>;
  /** Called while a bulk operation is waited for: what happened to single customers does not wait for it. */
  meanwhile: () => Promise<void>;
}
