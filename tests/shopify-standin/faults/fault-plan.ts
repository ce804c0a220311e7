/**
 * What goes wrong at a shop, drawn from a seed: the same seed gives the same faults for the same sequence of calls, for
 * each kind of fault draws from a stream of its own. Rates are probabilities from 0 to 1; one-shot faults strike at the
 * next thing that they fit, and are gone then.
 */
import type { AnsweredRequest, Faults, HttpAnswer } from '../graphql/faults.ts';
import { Random } from '../store/random.ts';

export const webhookFaults = ['drop', 'duplicate', 'duplicateAtOnce', 'reorder', 'delay', 'replay', 'finishLost'] as const;
export const apiFaults = ['tooMany', 'throttled', 'serverError', 'answerLost', 'reset', 'errorsBesideData', 'tokenRevoked'] as const;
export const bulkFaults = ['bulkFail', 'bulkFailPartial', 'bulkExpired', 'bulkCut'] as const;
export const otherFaults = ['clockMoved'] as const;
export const faultNames = [...webhookFaults, ...apiFaults, ...bulkFaults, ...otherFaults] as const;
export type FaultName = (typeof faultNames)[number];
export type FaultRates = Partial<Record<FaultName, number>>;

export interface OneShotFault {
  fault: FaultName;
  /** A webhook's topic, or an operation's name; left out: whatever comes next. */
  about?: string;
  /** How often it strikes (1). */
  times?: number;
}

export interface FaultSettings {
  seed?: number;
  rates?: FaultRates;
  once?: readonly OneShotFault[];
  /** Longest delay of a webhook by the store's clock, in milliseconds (a day). */
  longestDelayMs?: number;
  /** Furthest that a moved clock goes ahead, in milliseconds (an hour). */
  furthestClockMs?: number;
}

const day = 86_400_000;

export class FaultPlan implements Faults {
  readonly #stream: string;
  readonly #onRevoke: (request: AnsweredRequest) => void;
  #seed = 1;
  #rates: FaultRates = {};
  #once: { fault: FaultName; about: string | null; times: number }[] = [];
  #longestDelayMs = day;
  #furthestClockMs = day / 24;
  readonly #random = new Map<string, Random>();
  readonly #counts = new Map<FaultName, number>();
  readonly #runs = new Map<number, { errorCode: 'INTERNAL_SERVER_ERROR' | 'TIMEOUT'; keepPartial: boolean; after: number } | null>();

  /** @param stream sets apart plans of one seed: the shop's domain */
  constructor(stream: string, settings: FaultSettings = {}, onRevoke: (request: AnsweredRequest) => void = () => {}) {
    this.#stream = stream;
    this.#onRevoke = onRevoke;
    this.configure(settings);
  }

  /** A seed begins all streams anew; rates replace those that stood, whole; one-shot faults come on top. */
  configure(settings: FaultSettings): void {
    if (settings.seed !== undefined) {
      this.#seed = settings.seed;
      this.#random.clear();
    }
    if (settings.rates !== undefined) this.#rates = { ...settings.rates };
    for (const { fault, about, times } of settings.once ?? []) this.#once.push({ fault, about: about ?? null, times: times ?? 1 });
    this.#longestDelayMs = settings.longestDelayMs ?? this.#longestDelayMs;
    this.#furthestClockMs = settings.furthestClockMs ?? this.#furthestClockMs;
  }

  /** Nothing goes wrong from here on. */
  calm(): void {
    this.#rates = {};
    this.#once = [];
  }

  state(): { seed: number; rates: FaultRates; once: number; struck: Partial<Record<FaultName, number>> } {
    return { seed: this.#seed, rates: this.#rates, once: this.#once.reduce((sum, one) => sum + one.times, 0), struck: Object.fromEntries(this.#counts) };
  }

  /** Whether this fault strikes here; counted if so. */
  strikes(fault: FaultName, about = ''): boolean {
    const shot = this.#once.find((one) => one.fault === fault && (one.about === null || one.about === about));
    if (shot !== undefined) {
      shot.times -= 1;
      if (shot.times <= 0) this.#once.splice(this.#once.indexOf(shot), 1);
    }
    const rate = this.#rates[fault] ?? 0;
    // The stream moves on even where a one-shot fault strikes, so that what is drawn hangs on the calls alone.
    const drawn = rate > 0 && this.#of(fault).chance(rate);
    if (shot === undefined && !drawn) return false;
    this.#counts.set(fault, (this.#counts.get(fault) ?? 0) + 1);
    return true;
  }

  /** Whether it could strike at all, as things stand. */
  mayStrike(fault: FaultName): boolean {
    return (this.#rates[fault] ?? 0) > 0 || this.#once.some((one) => one.fault === fault);
  }

  /** A whole number from `least` to `most`, for how a fault strikes. */
  draw(fault: FaultName, least: number, most: number): number {
    return this.#of(`${fault} how`).between(least, most);
  }

  delayMs(): number {
    return this.draw('delay', 1000, this.#longestDelayMs);
  }

  clockStepMs(): number {
    return this.draw('clockMoved', 1000, this.#furthestClockMs);
  }

  beforeRespond(request: AnsweredRequest): HttpAnswer | 'throttle' | null {
    const about = request.operation;
    if (this.strikes('tokenRevoked', about)) {
      this.#onRevoke(request);
      return json(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
    }
    if (this.strikes('tooMany', about)) return { ...json(429, { errors: 'Exceeded the request limit.' }), headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1.0' } };
    if (this.strikes('throttled', about)) return 'throttle';
    if (this.strikes('serverError', about)) return { status: [500, 502, 503, 504][this.draw('serverError', 0, 3)] ?? 500, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html><body>Something went wrong</body></html>' };
    return null;
  }

  afterRespond(request: AnsweredRequest, answer: HttpAnswer): HttpAnswer {
    const about = request.operation;
    if (this.strikes('answerLost', about)) return { status: 502, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<html><body>Bad gateway</body></html>' };
    if (this.strikes('reset', about)) return { ...answer, cut: true };
    if (answer.status === 200 && this.strikes('errorsBesideData', about)) {
      const result = JSON.parse(answer.body) as { data?: unknown; errors?: unknown[] };
      const errors = [...(result.errors ?? []), { message: 'Internal error. Looks like something went wrong on our end.', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: `standin-${this.#seed}` } }];
      return { ...answer, body: JSON.stringify({ ...result, errors }) };
    }
    return answer;
  }

  /** Only there while runs may fail: asking slows them. */
  get bulkRun(): Faults['bulkRun'] {
    if (!this.mayStrike('bulkFail') && !this.mayStrike('bulkFailPartial') && ![...this.#runs.values()].some((fate) => fate !== null)) return undefined;
    return ({ id, operation, objectCount }) => {
      let fate = this.#runs.get(id);
      if (fate === undefined) {
        const keepPartial = this.strikes('bulkFailPartial', operation);
        fate = keepPartial || this.strikes('bulkFail', operation) ? { errorCode: this.draw('bulkFail', 0, 1) === 0 ? 'INTERNAL_SERVER_ERROR' : 'TIMEOUT', keepPartial, after: this.draw('bulkFail', 1, 40) } : null;
        this.#runs.set(id, fate);
      }
      return fate !== null && objectCount >= fate.after ? { errorCode: fate.errorCode, keepPartial: fate.keepPartial } : null;
    };
  }

  bulkResult(): 'expired' | 'cut' | null {
    if (this.strikes('bulkExpired')) return 'expired';
    return this.strikes('bulkCut') ? 'cut' : null;
  }

  #of(name: string): Random {
    let random = this.#random.get(name);
    if (random === undefined) this.#random.set(name, (random = new Random(this.#seed, `${this.#stream} ${name}`)));
    return random;
  }
}

function json(status: number, body: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

/** A test's own faults first, then the plan's. */
export function bothFaults(own: Faults | undefined, plan: FaultPlan): Faults {
  if (own === undefined) return plan;
  return {
    beforeRespond: (request) => own.beforeRespond?.(request) ?? plan.beforeRespond(request),
    afterRespond: (request, answer) => plan.afterRespond(request, own.afterRespond?.(request, answer) ?? answer),
    get bulkRun() {
      const [first, second] = [own.bulkRun?.bind(own), plan.bulkRun];
      if (first === undefined) return second;
      return (run: Parameters<NonNullable<Faults['bulkRun']>>[0]) => first(run) ?? second?.(run) ?? null;
    },
    bulkResult: (id) => own.bulkResult?.(id) ?? plan.bulkResult(),
  };
}

/** Settings as they come over the control API. @throws {Error} naming what is wrong */
export function readFaultSettings(fields: Record<string, unknown>): FaultSettings {
  const settings: FaultSettings = {};
  const number = (name: 'seed' | 'longestDelayMs' | 'furthestClockMs'): void => {
    const value = fields[name];
    if (value === undefined) return;
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error(`\`${name}\` must be a whole number from 0 up.`);
    settings[name] = value as number;
  };
  number('seed');
  number('longestDelayMs');
  number('furthestClockMs');
  if (fields['rates'] !== undefined) {
    const rates: FaultRates = {};
    for (const [name, rate] of Object.entries(fields['rates'] as object) as [string, unknown][]) {
      if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) throw new Error(`The rate of ${name} must be a number from 0 to 1.`);
      rates[faultName(name)] = rate;
    }
    settings.rates = rates;
  }
  if (fields['once'] !== undefined) {
    if (!Array.isArray(fields['once'])) throw new Error('`once` must be a list of faults: [{"fault": "drop", "about": "orders/create", "times": 1}].');
    settings.once = (fields['once'] as Record<string, unknown>[]).map(({ fault, about, times }) => ({
      fault: faultName(String(fault)), ...(typeof about === 'string' ? { about } : {}), ...(typeof times === 'number' ? { times } : {}),
    }));
  }
  return settings;
}

function faultName(name: string): FaultName {
  const known = faultNames.find((one) => one === name);
  if (known === undefined) throw new Error(`There is no fault "${name}"; there are ${faultNames.join(', ')}.`);
  return known;
}
