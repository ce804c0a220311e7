import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Signs addresses that the stand-in gives out, with a key that outlives a restart. */
export class Signer {
  readonly #key: Buffer;

  constructor(directory: string) {
    const file = join(directory, 'signing-key');
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
    this.#key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  }

  sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex');
  }

  verify(text: string, signature: string): boolean {
    const expected = Buffer.from(this.sign(text));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}
