import { currencyDecimals } from '../math/minor-units.ts';
import { LineForm, type FormPart } from './line-form.ts';

/** A cell of the row that a form's values make, in the text of PostgreSQL's COPY. */
export type CellForm =
  /** The value as it stands; null as such. */
  | { copy: string }
  /** The same, null as an empty text. */
  | { required: string }
  /** true or false as one letter. */
  | { flag: string }
  /** A list of texts as an array; null as an empty one. */
  | { array: string }
  /** A decimal amount as minor units; null as 0. */
  | { amount: string }
  /** Whether the value is another than this text. */
  | { differs: string; from: string }
  /** A text with values in it; null when the first of them is. */
  | { template: readonly (string | CellForm)[] };

const COPY = 0;
const REQUIRED = 1;
const FLAG = 2;
const ARRAY = 3;
const AMOUNT = 4;
const DIFFERS = 5;
const TEMPLATE = 6;
const LITERAL = 7;
const BACKSLASH = 92;
/** Longest line that is read by its form: with what is added to it, its row has room in what rows are made in. */
const MOST_LINE_BYTES = 32 * 1024;
/** Bytes that a row may need beyond its line: no more than this many for each of its cells. */
const MOST_ADDED_BYTES = 16 * 1024;

/** Turns lines of a known form into rows for COPY, from bytes to bytes. What it makes of a line is to the byte what the row mappings make of it. */
export class RowForm {
  private readonly form: LineForm;
  private readonly currency: number;
  private readonly literals: Uint8Array;
  /** Three numbers a step: what, the hole, and of a literal its place, of a template the step after it. */
  private readonly steps: Int32Array;
  private readonly decimals = new Map<number, number>();
  /** The row made last: its first `length` bytes. */
  readonly row = Buffer.from(new ArrayBuffer(MOST_LINE_BYTES + MOST_ADDED_BYTES));
  length = 0;

  /** @param currency the hole whose currency all amounts are in */
  constructor(parts: readonly FormPart[], cells: readonly CellForm[], currency: string) {
    this.form = new LineForm(parts);
    this.currency = this.form.hole(currency);
    const steps: number[] = [];
    let texts = '';
    const compile = (cell: string | CellForm): void => {
      if (typeof cell === 'string') {
        steps.push(LITERAL, texts.length, cell.length);
        texts += cell;
      } else if ('template' in cell) {
        const step = steps.length;
        const guard = cell.template.find((part) => typeof part !== 'string');
        steps.push(TEMPLATE, this.form.hole(guard !== undefined && typeof guard !== 'string' && 'copy' in guard ? guard.copy : ''), 0);
        cell.template.forEach(compile);
        steps[step + 2] = steps.length;
      } else if ('differs' in cell) {
        steps.push(DIFFERS, this.form.hole(cell.from), texts.length | (cell.differs.length << 16));
        texts += cell.differs;
      } else {
        const [[kind, name]] = Object.entries(cell) as [[string, string]];
        steps.push({ copy: COPY, required: REQUIRED, flag: FLAG, array: ARRAY, amount: AMOUNT }[kind] as number, this.form.hole(name), 0);
      }
    };
    for (const cell of cells) {
      compile('\t');
      compile(cell);
    }
    compile('\n');
    this.steps = Int32Array.from(steps);
    this.literals = Uint8Array.from(Buffer.from(texts, 'latin1'));
  }

  /** @param first a number that stands before the cells. @returns false when the line is not of this form: the row is then not made */
  make(first: number, line: Uint8Array): boolean {
    const { form, steps, literals, row } = this;
    if (line.length > MOST_LINE_BYTES || !form.read(line)) return false;
    const { from, to } = form;
    const decimals = this.decimalsOf(line);
    if (decimals < 0) return false;
    let at = this.writeInteger(first, 0);
    for (let step = 0; step < steps.length; ) {
      const kind = steps[step] as number;
      const hole = steps[step + 1] as number;
      const extra = steps[step + 2] as number;
      step += 3;
      if (kind === LITERAL) {
        for (let one = 0; one < extra; one += 1) row[at + one] = literals[hole + one] as number;
        at += extra;
        continue;
      }
      const start = from[hole] as number;
      const end = to[hole] as number;
      switch (kind) {
        case COPY:
        case REQUIRED:
          if (start < 0) {
            if (kind === COPY) at = writeNull(row, at);
            break;
          }
          for (let one = start; one < end; one += 1) {
            const byte = line[one] as number;
            if (byte === BACKSLASH) {
              one += 1;
              const escaped = line[one] as number;
              // A line break, a tab and a backslash are escaped in COPY text as they are in JSON; a quote and a slash are not.
              if (escaped !== 34 && escaped !== 47) row[at++] = byte;
              row[at++] = escaped;
            } else row[at++] = byte;
          }
          break;
        case FLAG:
          row[at++] = line[start] as number;
          break;
        case ARRAY:
          row[at++] = 123;
          if (start >= 0) for (let one = start; one < end; one += 1) row[at++] = line[one] as number;
          row[at++] = 125;
          break;
        case AMOUNT: {
          const minor = start < 0 ? 0 : minorUnitsAt(line, start, end, decimals);
          if (Number.isNaN(minor)) return false;
          at = this.writeInteger(minor, at);
          break;
        }
        case DIFFERS: {
          const place = extra & 0xffff;
          const length = extra >> 16;
          let same = start >= 0 && end - start === length;
          for (let one = 0; same && one < length; one += 1) same = line[start + one] === literals[place + one];
          row[at++] = same ? 102 : 116;
          break;
        }
        default:
          if (start >= 0) continue;
          at = writeNull(row, at);
          step = extra;
      }
    }
    this.length = at;
    return true;
  }

  /** Decimals of the line's currency; -1 when that is no code of three letters, or no currency. */
  private decimalsOf(line: Uint8Array): number {
    const at = this.form.from[this.currency] as number;
    if (at < 0 || (this.form.to[this.currency] as number) - at !== 3) return -1;
    const code = ((line[at] as number) << 16) | ((line[at + 1] as number) << 8) | (line[at + 2] as number);
    let known = this.decimals.get(code);
    if (known === undefined) {
      known = currencyDecimals(String.fromCharCode(code >> 16, (code >> 8) & 255, code & 255)) ?? -1;
      if (known >= 0) this.decimals.set(code, known);
    }
    return known;
  }

  private writeInteger(value: number, to: number): number {
    const { row } = this;
    let at = to;
    let rest = value;
    if (rest < 0) {
      row[at++] = 45;
      rest = -rest;
    }
    let digits = 1;
    for (let power = 10; power <= rest; power *= 10) digits += 1;
    for (let place = at + digits - 1; place >= at; place -= 1) {
      const tenth = Math.floor(rest / 10);
      row[place] = 48 + (rest - tenth * 10);
      rest = tenth;
    }
    return at + digits;
  }
}

function writeNull(row: Uint8Array, at: number): number {
  row[at] = BACKSLASH;
  row[at + 1] = 78;
  return at + 2;
}

/** As `minorUnits` (math/minor-units.ts) for a plain decimal of at most 15 digits; NaN for any other, which that has to judge. */
function minorUnitsAt(line: Uint8Array, from: number, to: number, decimals: number): number {
  let at = from;
  const negative = line[at] === 45;
  if (negative) at += 1;
  const start = at;
  let value = 0;
  let fraction = -1;
  for (; at < to; at += 1) {
    const byte = line[at] as number;
    if (byte === 46) {
      if (fraction >= 0 || at === start) return Number.NaN;
      fraction = 0;
    } else if (byte < 48 || byte > 57) return Number.NaN;
    else if (fraction >= decimals) {
      if (byte !== 48) return Number.NaN;
      fraction += 1;
    } else {
      if (fraction >= 0) fraction += 1;
      value = value * 10 + (byte - 48);
    }
  }
  if (at === start || fraction === 0 || at - start + decimals > 15) return Number.NaN;
  for (let given = Math.max(0, Math.min(fraction, decimals)); given < decimals; given += 1) value *= 10;
  return negative && value !== 0 ? -value : value;
}
