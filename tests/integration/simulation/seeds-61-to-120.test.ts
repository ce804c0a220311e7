import { describeSeeds } from './describe-seeds.ts';

describeSeeds(61, 120);
