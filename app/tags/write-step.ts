/**
 * The places between two effects of the writer at which a process may die. Tests stop it at each of them and then look
 * whether what is resumed doubles or forgets anything.
 */
export type WriteStep =
  | 'run held' | 'leftovers settled' | 'tags read' | 'decided' | 'sent' | 'answered' | 'settled'
  | 'batch prepared' | 'uploaded' | 'submitted' | 'batch running' | 'operation ended' | 'lines settled' | 'batch done' | 'run ended';

/** What one run's writer needs at every step. */
export interface WriterContext<Client> {
  shopId: number;
  runId: number;
  client: Client;
  signal: AbortSignal;
  onStep: (step: WriteStep) => void | Promise<void>;
}
