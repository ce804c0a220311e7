import { describeSeeds } from './describe-seeds.ts';

describeSeeds(101, 200);
