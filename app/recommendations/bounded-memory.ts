/**
 * What is kept in memory up to a number of bytes: what was asked for longest ago goes first. Each entry counts its own bytes and
 * some for being there.
 */
export class BoundedMemory<Value> {
  private readonly most: number;
  private readonly entries = new Map<string, { value: Value; bytes: number }>();
  private held = 0;

  constructor(mostBytes: number) {
    this.most = mostBytes;
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    // A map keeps the order in which keys came.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Value, bytes: number): void {
    const weight = bytes + key.length + ENTRY_BYTES;
    this.remove(key);
    if (weight > this.most) return;
    this.entries.set(key, { value, bytes: weight });
    this.held += weight;
    for (const oldest of this.entries.keys()) {
      if (this.held <= this.most) break;
      this.remove(oldest);
    }
  }

  clear(): void {
    this.entries.clear();
    this.held = 0;
  }

  get bytes(): number {
    return this.held;
  }

  private remove(key: string): void {
    this.held -= this.entries.get(key)?.bytes ?? 0;
    this.entries.delete(key);
  }
}

const ENTRY_BYTES = 200;
