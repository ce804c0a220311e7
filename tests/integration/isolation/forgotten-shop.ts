import type pg from 'pg';
import type { TenantTransaction } from '#app/database/tenant.server.ts';

/** A place in a statement where a row's shop is asked for. */
const CONDITION = /\b(?:\w+\.)?shop_id\s*=\s*(\$\d+)?(?:::\w+|\d+|\w+\.shop_id)?|\bUSING\s*\(\s*shop_id\s*(?:,\s*)?/gi;

/** The statement as often as it has such conditions, each time with another one forgotten. */
export function forgetOneByOne(text: string): string[] {
  return [...text.matchAll(CONDITION)].filter((found) => !/\bSET\s+$/i.test(text.slice(0, found.index))).map((found) => {
    const [whole, parameter] = found;
    const after = text.slice(found.index + whole.length);
    // USING (shop_id) has nothing left to join by.
    if (/^USING/i.test(whole)) return text.slice(0, found.index) + (after.startsWith(')') ? `ON (true${after}` : `USING (${after}`);
    // The parameter stays: one that is never used has no type.
    return `${text.slice(0, found.index)}${parameter === undefined ? 'true' : `(${parameter}::int IS NOT NULL)`}${after}`;
  });
}

interface Tried {
  conditions: number;
  /** Ran to its end with a condition forgotten. */
  ran: number;
  /** Was refused by PostgreSQL with a condition forgotten (an ambiguous column, a conflict): nothing was shown or changed. */
  refused: number;
  times: number;
}

/** The shop whose rows are not to be met. */
interface Foreign {
  shopId: number;
  /** Stands in every text of its rows. */
  mark: string;
  /** SQL that gives one text of all that the named shop has. */
  digest: string;
  /** What that gives while nothing has been changed. */
  standing: string;
}

/** How often one statement is tried: its plan is the same, and the rows that it meets differ little. */
const TIMES_A_STATEMENT = 2;

/**
 * Runs what a transaction runs once more for each condition on the shop in it, without that condition, and takes it back.
 * Row-level security alone then has to keep the other shop's rows unseen and unchanged.
 */
export class ForgottenShop {
  /** Statements by their text, without line breaks. */
  readonly tried = new Map<string, Tried>();
  /** What the other shop's row was seen or changed by. */
  readonly leaks: string[] = [];
  private readonly pending: Promise<void>[] = [];
  private readonly own: number;
  private readonly foreign: Foreign;

  constructor(options: { own: number; foreign: Foreign }) {
    this.own = options.own;
    this.foreign = options.foreign;
  }

  /** The transaction with every statement tried before it is run. */
  wrap(tx: TenantTransaction): TenantTransaction {
    if (tx.shopId !== this.own) return tx;
    const { client } = tx;
    const query = (...given: unknown[]): unknown => {
      const [statement, values] = given as [string | { text?: string; values?: unknown[] }, unknown[] | undefined];
      const text = typeof statement === 'string' ? statement : statement.text;
      // PostgreSQL's way out of a statement (COPY … TO) shows what the query in it gives.
      const copied = /^\s*COPY\s*\(([\s\S]*)\)\s*TO\s+STDOUT/i.exec(text ?? '')?.[1];
      if (text !== undefined && !(copied === undefined && /^\s*COPY\b/i.test(text))) this.probe(client, copied ?? text, values ?? (typeof statement === 'string' ? undefined : statement.values));
      return (client.query as (...all: unknown[]) => unknown)(...given);
    };
    const wrapped = new Proxy(client, { get: (target, name) => (name === 'query' ? query : bound(target, name)) });
    return { shopId: tx.shopId, client: wrapped, query: query as TenantTransaction['query'] };
  }

  /** Waits for all that was tried. */
  async settled(): Promise<void> {
    await Promise.all(this.pending.splice(0));
  }

  totals(): { statements: number; conditions: number; ran: number; refused: number } {
    const all = [...this.tried.values()];
    const sum = (of: (one: Tried) => number): number => all.reduce((total, one) => total + of(one), 0);
    return { statements: all.length, conditions: sum((one) => one.conditions), ran: sum((one) => one.ran), refused: sum((one) => one.refused) };
  }

  /** The driver does what it is given in order: put in one after the other, these stay together however many ask at once. */
  private probe(client: pg.ClientBase, text: string, values: unknown[] | undefined): void {
    const forgotten = forgetOneByOne(text);
    if (forgotten.length === 0) return;
    const key = text.replace(/\s+/g, ' ').trim();
    const tried = this.tried.get(key) ?? { conditions: forgotten.length, ran: 0, refused: 0, times: 0 };
    this.tried.set(key, tried);
    if (tried.times >= TIMES_A_STATEMENT) return;
    tried.times += 1;
    const writes = /\b(INSERT|UPDATE|DELETE|MERGE)\b/i.test(text);
    const look = `SELECT set_config('app.shop_id', '${this.foreign.shopId}', true); ${this.foreign.digest}; SELECT set_config('app.shop_id', '${this.own}', true)`;
    for (const statement of forgotten) {
      void client.query('SAVEPOINT forgotten').catch(() => undefined);
      const shown = client.query<Record<string, unknown>>(statement, values);
      const stands = writes ? client.query(look) : null;
      void client.query('ROLLBACK TO SAVEPOINT forgotten; RELEASE SAVEPOINT forgotten').catch(() => undefined);
      this.pending.push(this.judge(tried, statement, shown, stands));
    }
  }

  private async judge(tried: Tried, statement: string, shown: Promise<pg.QueryResult>, stands: Promise<unknown> | null): Promise<void> {
    const [seen, left] = await Promise.allSettled([shown, stands]);
    if (seen.status === 'rejected') {
      tried.refused += 1;
      return;
    }
    tried.ran += 1;
    const text = JSON.stringify(seen.value.rows);
    if (text.includes(this.foreign.mark) || seen.value.rows.some((row: Record<string, unknown>) => row['shop_id'] === this.foreign.shopId)) this.leaks.push(`shows: ${statement}`);
    if (stands !== null && (left.status === 'rejected' || digestIn(left.value) !== this.foreign.standing)) this.leaks.push(`changes: ${statement}`);
  }
}

function bound(target: pg.PoolClient, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value;
}

function digestIn(results: unknown): unknown {
  return (results as pg.QueryResult<{ digest: string }>[])[1]?.rows[0]?.digest;
}
