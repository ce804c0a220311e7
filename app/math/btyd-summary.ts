/**
 * What a buy-till-you-die model sees of a customer: x repeat purchases, the last of them t_x after the first purchase, watched for T
 * since that. Time is in any one unit (weeks, say); purchases are whole numbers; several purchases on one day are one.
 */
export interface BtydRow {
  /** Repeat purchases: all but the first. */
  x: number;
  /** From the first purchase to the last; 0 without a repeat purchase. */
  tx: number;
  /** From the first purchase to the moment of looking. */
  T: number;
}

/** Many customers, column by column. */
export interface BtydSummary {
  size: number;
  /** x. */
  frequency: Float64Array;
  /** t_x. */
  recency: Float64Array;
  /** T. */
  age: Float64Array;
  /** How many customers each row stands for; one, where it is left out. */
  weight?: Float64Array;
}

/** @throws RangeError naming the first row that no customer can have */
export function checkSummary({ size, frequency, recency, age, weight }: BtydSummary): void {
  for (const [name, column] of Object.entries({ frequency, recency, age, weight })) {
    if (column !== undefined && column.length < size) throw new RangeError(`The column ${name} has ${column.length} rows, and the summary says ${size}.`);
  }
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const tx = recency[row] as number;
    const T = age[row] as number;
    const w = weight === undefined ? 1 : (weight[row] as number);
    if (!(Number.isSafeInteger(x) && x >= 0 && tx >= 0 && tx <= T && T < Number.POSITIVE_INFINITY && (x > 0 || tx === 0) && w >= 0 && w < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`Row ${row} is no customer: x = ${x}, t_x = ${tx}, T = ${T}, weight ${w}. It needs a whole x >= 0, 0 <= t_x <= T, and t_x = 0 where x = 0.`);
    }
  }
}

/** Different values of a column in the order in which they come, and for each row which of them it has. */
export interface Distinct {
  values: Float64Array;
  index: Int32Array;
}

export function distinctValues(column: Float64Array, size: number): Distinct {
  const index = new Int32Array(size);
  const table = new HashOfNumbers();
  for (let row = 0; row < size; row += 1) index[row] = table.indexOf(column[row] as number);
  return { values: table.values(), index };
}

/** Rows that are alike become one with their weights added up: the likelihood is the same, and a shop has far fewer kinds of customers than customers. */
export function groupRows(summary: BtydSummary): BtydSummary & { weight: Float64Array } {
  const { size, frequency, recency, age, weight } = summary;
  const times = distinctValues(recency, size);
  const ages = distinctValues(age, size);
  const counts = distinctValues(frequency, size);
  // One number for the three: exact below 2^53, beyond which there would be more kinds than any memory holds.
  const table = new HashOfNumbers();
  const kept = { frequency: new Float64Array(size), recency: new Float64Array(size), age: new Float64Array(size), weight: new Float64Array(size) };
  let groups = 0;
  for (let row = 0; row < size; row += 1) {
    const key = ((counts.index[row] as number) * times.values.length + (times.index[row] as number)) * ages.values.length + (ages.index[row] as number);
    const group = table.indexOf(key);
    if (group === groups) {
      kept.frequency[group] = frequency[row] as number;
      kept.recency[group] = recency[row] as number;
      kept.age[group] = age[row] as number;
      groups += 1;
    }
    kept.weight[group] = (kept.weight[group] as number) + (weight === undefined ? 1 : (weight[row] as number));
  }
  return { size: groups, frequency: kept.frequency.slice(0, groups), recency: kept.recency.slice(0, groups), age: kept.age.slice(0, groups), weight: kept.weight.slice(0, groups) };
}

/** Numbers by the order of their first coming, by open addressing: a Map of a million numbers takes several times as long. */
class HashOfNumbers {
  private slots = new Int32Array(1024).fill(-1);
  private kept = new Float64Array(512);
  private count = 0;
  private readonly float = new Float64Array(1);
  private readonly bits = new Uint32Array(this.float.buffer);

  indexOf(value: number): number {
    const mask = this.slots.length - 1;
    let slot = this.slotOf(value) & mask;
    for (;;) {
      const index = this.slots[slot] as number;
      if (index < 0) break;
      if (this.kept[index] === value) return index;
      slot = (slot + 1) & mask;
    }
    const index = this.count;
    this.slots[slot] = index;
    this.kept[index] = value;
    this.count += 1;
    if (this.count === this.kept.length) this.grow();
    return index;
  }

  values(): Float64Array {
    return this.kept.slice(0, this.count);
  }

  /** The bits of a number, mixed as MurmurHash3 ends. Adding 0 makes -0 the 0 that it equals. */
  private slotOf(value: number): number {
    this.float[0] = value + 0;
    let hash = Math.imul(this.bits[0] as number, 0x9e3779b1) ^ (this.bits[1] as number);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  private grow(): void {
    const kept = new Float64Array(this.kept.length * 2);
    kept.set(this.kept);
    this.kept = kept;
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = this.slots.length - 1;
    for (let index = 0; index < this.count; index += 1) {
      let slot = this.slotOf(kept[index] as number) & mask;
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = index;
    }
  }
}
