import { DAYS_IN_ANY_YEAR } from './cells.ts';

/**
 * A line of JSON whose form is known to the byte, read without making objects of it: Shopify writes compact JSON in the
 * order of the query, so that nearly every line of a file is the same text with other values in it. A form is that text
 * with holes. A line that is of any other form (other spaces, another order, a value that a hole does not take) is left to `JSON.parse`, which is ten times slower and says what is wrong.
 */
export type FormPart =
  | string
  | { hole: HoleKind; name: string }
  /** `null`, or what the parts say. */
  | { nullable: readonly FormPart[] }
  /** `[]`, or one element. */
  | { atMostOne: readonly FormPart[] };

export type HoleKind = 'digits' | 'text' | 'some-text' | 'instant' | 'instant-or-null' | 'integer' | 'flag' | 'decimal' | 'texts';

const LITERAL = 0;
const NULLABLE = 1;
const AT_MOST_ONE = 2;
const DIGITS = 3;
const TEXT = 4;
const INSTANT = 5;
const INSTANT_OR_NULL = 6;
const INTEGER = 7;
const FLAG = 8;
const DECIMAL = 9;
const TEXTS = 10;
const SOME_TEXT = 11;
const HOLES: Readonly<Record<HoleKind, number>> = { digits: DIGITS, text: TEXT, 'some-text': SOME_TEXT, instant: INSTANT, 'instant-or-null': INSTANT_OR_NULL, integer: INTEGER, flag: FLAG, decimal: DECIMAL, texts: TEXTS };

const QUOTE = 34;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
const COMMA = 44;
/** More digits than a number holds exactly are none of an id's or an amount's. */
const MOST_DIGITS = 15;
/** Digits that are within PostgreSQL's integer range whatever they are. */
const MOST_INTEGER_DIGITS = 9;

export class LineForm {
  /** Where the value of each hole stands in the line read last; -1 for null and for what stands inside null or an empty list. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  private readonly names: string[] = [];
  private readonly literals: Uint8Array;
  /** Four numbers a step: what; then of a literal its place and length, of a group the step after it and its first and last hole, of a hole itself. */
  private readonly steps: Int32Array;

  constructor(parts: readonly FormPart[]) {
    const steps: number[] = [];
    const texts: string[] = [];
    let written = 0;
    const literal = (text: string): void => {
      const length = Buffer.byteLength(text);
      steps.push(LITERAL, written, length, 0);
      texts.push(text);
      written += length;
    };
    const compile = (list: readonly FormPart[]): void => {
      for (const part of list) {
        if (typeof part === 'string') literal(part);
        else if ('hole' in part) {
          steps.push(HOLES[part.hole], this.names.length, 0, 0);
          this.names.push(part.name);
        } else {
          const step = steps.length;
          steps.push('nullable' in part ? NULLABLE : AT_MOST_ONE, 0, this.names.length, 0);
          compile('nullable' in part ? part.nullable : part.atMostOne);
          if ('atMostOne' in part) literal(']');
          steps[step + 1] = steps.length;
          steps[step + 3] = this.names.length;
        }
      }
    };
    compile(parts);
    this.steps = Int32Array.from(steps);
    this.literals = Uint8Array.from(Buffer.from(texts.join(''), 'utf8'));
    this.from = new Int32Array(this.names.length);
    this.to = new Int32Array(this.names.length);
  }

  /** The number of a hole. @throws {Error} for a name that the form has not, or has twice */
  hole(name: string): number {
    const at = this.names.indexOf(name);
    if (at === -1 || this.names.lastIndexOf(name) !== at) throw new Error(`The form has no one hole "${name}".`);
    return at;
  }

  /** Whether the line is of this form; `from` and `to` then say where its values stand. */
  read(line: Uint8Array): boolean {
    const { steps, literals, from, to } = this;
    const end = line.length;
    let at = 0;
    let high = 0;
    for (let step = 0; step < steps.length; ) {
      const kind = steps[step] as number;
      const first = steps[step + 1] as number;
      if (kind === LITERAL) {
        const length = steps[step + 2] as number;
        if (at + length > end) return false;
        for (let one = 0; one < length; one += 1) if (line[at + one] !== literals[first + one]) return false;
        at += length;
        step += 4;
        continue;
      }
      // What follows looks at five bytes at once; of digits, which may be few, at one, and there the form goes on with two more.
      if (at + (kind === DIGITS ? 1 : 4) >= end) return false;
      if (kind === NULLABLE || kind === AT_MOST_ONE) {
        const nothing = kind === NULLABLE ? isNull(line, at) : line[at] === OPEN && line[at + 1] === CLOSE;
        if (nothing) {
          for (let hole = steps[step + 2] as number; hole < (steps[step + 3] as number); hole += 1) from[hole] = -1;
          at += kind === NULLABLE ? 4 : 2;
          step = first;
          continue;
        }
        if (kind === AT_MOST_ONE) {
          if (line[at] !== OPEN) return false;
          at += 1;
        }
        step += 4;
        continue;
      }
      step += 4;
      if ((kind === TEXT || kind === INSTANT_OR_NULL || kind === TEXTS) && isNull(line, at)) {
        from[first] = -1;
        at += 4;
        continue;
      }
      from[first] = at;
      switch (kind) {
        case TEXT:
        case SOME_TEXT: {
          if (line[at] !== QUOTE) return false;
          from[first] = at + 1;
          for (at += 1; at < end; at += 1) {
            const byte = line[at] as number;
            if (byte === QUOTE) break;
            if (byte === BACKSLASH) {
              at += 1;
              if (kind === SOME_TEXT || at >= end || !isPlainEscape(line[at] as number)) return false;
            } else if (byte < 32) return false;
            high |= byte;
          }
          to[first] = at;
          at += 1;
          break;
        }
        case INSTANT:
        case INSTANT_OR_NULL:
          if (at + 22 > end || !isPlainInstant(line, at)) return false;
          from[first] = at + 1;
          to[first] = at + 21;
          at += 22;
          break;
        case DIGITS: {
          while (at < end && isDigit(line[at] as number)) at += 1;
          const digits = at - (from[first] as number);
          if (digits === 0 || digits > MOST_DIGITS) return false;
          to[first] = at;
          break;
        }
        case INTEGER: {
          if (line[at] === MINUS) at += 1;
          const start = at;
          while (at < end && isDigit(line[at] as number)) at += 1;
          // Zero has no sign, and a number no zeros before it.
          if (at === start || at - start > MOST_INTEGER_DIGITS || (line[start] === ZERO && at !== (from[first] as number) + 1)) return false;
          to[first] = at;
          break;
        }
        case DECIMAL:
          while (at < end && (isDigit(line[at] as number) || line[at] === POINT || line[at] === MINUS)) at += 1;
          to[first] = at;
          break;
        case FLAG:
          if (line[at] === 116 && line[at + 1] === 114 && line[at + 2] === 117 && line[at + 3] === 101) at += 4;
          else if (line[at] === 102 && line[at + 1] === 97 && line[at + 2] === 108 && line[at + 3] === 115 && line[at + 4] === 101) at += 5;
          else return false;
          break;
        default: {
          if (line[at] !== OPEN) return false;
          at += 1;
          from[first] = at;
          if (line[at] !== CLOSE) {
            for (;;) {
              if (line[at] !== QUOTE) return false;
              for (at += 1; at < end; at += 1) {
                const byte = line[at] as number;
                if (byte === QUOTE) break;
                if (byte === BACKSLASH || byte < 32) return false;
                high |= byte;
              }
              at += 1;
              if (at >= end) return false;
              if (line[at] === CLOSE) break;
              if (line[at] !== COMMA) return false;
              at += 1;
            }
          }
          to[first] = at;
          at += 1;
        }
      }
    }
    return at === end && (high < 128 || isUtf8(line));
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true });

/** Whether the bytes are text: what is none would be refused by the database, and its whole batch with it. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isNull(line: Uint8Array, at: number): boolean {
  return line[at] === 110 && line[at + 1] === 117 && line[at + 2] === 108 && line[at + 3] === 108;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** What stands behind a backslash for one character that COPY text has too: a quote, a slash, a backslash, n, r or t. */
function isPlainEscape(byte: number): boolean {
  return byte === QUOTE || byte === 47 || byte === BACKSLASH || byte === 110 || byte === 114 || byte === 116;
}

/** A quoted instant of the form that Shopify writes ("2026-03-01T10:00:00Z"), on a day that its month has in any year. */
function isPlainInstant(line: Uint8Array, at: number): boolean {
  return (
    line[at] === QUOTE && line[at + 5] === MINUS && line[at + 8] === MINUS && line[at + 11] === 84 && line[at + 14] === 58 && line[at + 17] === 58 && line[at + 20] === 90 && line[at + 21] === QUOTE &&
    twoDigits(line, at + 1) >= 10 && twoDigits(line, at + 3) >= 0 && within(twoDigits(line, at + 9), 1, DAYS_IN_ANY_YEAR[twoDigits(line, at + 6)] ?? 0) &&
    within(twoDigits(line, at + 12), 0, 23) && within(twoDigits(line, at + 15), 0, 59) && within(twoDigits(line, at + 18), 0, 59)
  );
}

/** The number of two digits; -1 when they are none. */
function twoDigits(line: Uint8Array, at: number): number {
  const tens = (line[at] as number) - ZERO;
  const ones = (line[at + 1] as number) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
