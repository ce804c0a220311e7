import { z } from 'zod';
import type { FloorProgress } from './floor.ts';
import type { ShopGap } from './shop-gap.ts';

/**
 * How parts of a scoring model are stored. Apart from the rules that they belong to: the screens use those, and with a
 * schema in the same file Zod would be sent to every browser (a third of Home's own weight).
 */
const count = z.number().int().nonnegative();

export const floorProgressSchema: z.ZodType<FloorProgress> = z.object({ buyers: count, repeatBuyers: count, days: count, met: z.boolean() });

export const shopGapSchema: z.ZodType<ShopGap> = z.object({ doubled: z.number().int().positive(), assumed: z.boolean(), customersWithGap: count });
