type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** A typed array that grows by doubling. */
export interface GrowingNumbers<Kind extends Numbers> {
  readonly length: number;
  push(value: number): void;
  /** Adds to the number pushed last. */
  addToLast(value: number): void;
  last(): number;
  /** What has been pushed, in memory of its own. */
  held(): Kind;
}

export function growingNumbers<Kind extends Numbers>(kind: new (length: number) => Kind): GrowingNumbers<Kind> {
  let array = new kind(16);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === array.length) {
        const larger = new kind(2 * length);
        larger.set(array);
        array = larger;
      }
      array[length] = value;
      length += 1;
    },
    addToLast(value) {
      array[length - 1] = (array[length - 1] as number) + value;
    },
    last: () => array[length - 1] as number,
    held: () => array.slice(0, length) as Kind,
  };
}
