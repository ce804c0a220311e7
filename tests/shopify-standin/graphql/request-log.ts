/** One request, or one run of a bulk operation. */
export interface RequestLogEntry {
  /** ISO instant by the store's clock. */
  at: string;
  /** The operation's name; without one, its first root field. */
  operation: string;
  type: 'query' | 'mutation' | 'oauth' | 'invalid';
  /** Points really charged; 0 for whatever was refused, and for what a bulk operation does inside. */
  cost: number;
  /** HTTP status. */
  status: number;
  /** Codes of the errors in the answer, if any. */
  errors?: string[];
  /** Set on the request that starts a bulk operation: what runs inside (name or root field), and its GID. */
  bulk?: { type: 'QUERY' | 'MUTATION'; operation: string; id: string };
}

/** The requests of this run of the stand-in, in their order. A bounded count of them, or a long run would fill memory. */
export class RequestLog {
  readonly #entries: RequestLogEntry[] = [];
  readonly #most: number;
  #forgotten = 0;

  constructor(most = 1_000_000) {
    this.#most = most;
  }

  add(entry: RequestLogEntry): void {
    if (this.#entries.length >= this.#most) this.#forgotten += 1;
    else this.#entries.push(entry);
  }

  entries(): readonly RequestLogEntry[] {
    return this.#entries;
  }

  /** Requests beyond those kept. */
  forgotten(): number {
    return this.#forgotten;
  }
}
