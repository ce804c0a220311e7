/** A customer segment, as a merchant or an app saved it. Its members are whoever its query holds for now. */
export interface StoreSegment {
  id: number;
  name: string;
  query: string;
  createdAt: number;
  editedAt: number;
}

const FIRST_ID = 480_000_001;

/** The segments of a store. Changed through the live store, which journals. */
export class SegmentBook {
  readonly #segments = new Map<number, StoreSegment>();
  #nextId = FIRST_ID;

  /** The oldest first. Do not change what is in it. */
  all(): readonly StoreSegment[] {
    return [...this.#segments.values()];
  }

  get(id: number): StoreSegment | undefined {
    return this.#segments.get(id);
  }

  nextId(): number {
    return this.#nextId;
  }

  put(segment: StoreSegment): void {
    this.#segments.set(segment.id, segment);
    this.#nextId = Math.max(this.#nextId, segment.id + 1);
  }

  remove(id: number): void {
    this.#segments.delete(id);
  }

  /** Names are unique, by a number behind a name that is taken, as Shopify does it: "VIP (2)". */
  freeName(name: string, except: number | null): string {
    const taken = new Set(this.all().filter((one) => one.id !== except).map((one) => one.name));
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : `${name} (${number})`;
      if (!taken.has(candidate)) return candidate;
    }
  }
}
