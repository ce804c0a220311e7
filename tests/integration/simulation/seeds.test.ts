import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { runSeed } from '#tests/simulation/run-seed.ts';

process.env['REGULARS_NOW'] = '2027-06-15T12:00:00Z';

const SEEDS = 60;
const A_BLOCK = 10;
const STEPS = 40;

afterAll(async () => {
  await closeJobQueue();
  await closePrisma();
  await closePools();
});

describe('a shop of a seed', () => {
  it.for(Array.from({ length: SEEDS / A_BLOCK }, (_, block) => block))('of block %i is as Shopify has it once all is at rest, whatever was lost, doubled, late or broken off', { timeout: 240_000 }, async (block) => {
    for (let seed = block * A_BLOCK + 1; seed <= (block + 1) * A_BLOCK; seed += 1) {
      const { faults } = await runSeed({ seed, steps: STEPS });
      expect(faults, `npm run simulate -- --seed ${seed}`).toEqual([]);
    }
  });
});
