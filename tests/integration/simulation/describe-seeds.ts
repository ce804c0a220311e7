import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { runSeed } from '#tests/simulation/run-seed.ts';

const A_BLOCK = 10;
const STEPS = 40;

/** Tests of some seeds, in blocks; two files have half of them each, so that two processes can be at it. */
export function describeSeeds(from: number, to: number): void {
  process.env['REGULARS_NOW'] = '2027-06-15T12:00:00Z';
  afterAll(async () => {
    await closeJobQueue();
    await closePrisma();
    await closePools();
  });
  describe('a shop of a seed', () => {
    it.for(Array.from({ length: (to - from + 1) / A_BLOCK }, (_, block) => from + block * A_BLOCK))('from %i on is as Shopify has it once all is at rest, whatever was lost, doubled, late or broken off', { timeout: 240_000 }, async (first) => {
      for (let seed = first; seed < first + A_BLOCK; seed += 1) {
        const { faults } = await runSeed({ seed, steps: STEPS });
        expect(faults, `npm run simulate -- --seed ${seed}`).toEqual([]);
      }
    });
  });
}
