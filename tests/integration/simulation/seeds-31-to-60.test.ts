import { describeSeeds } from './describe-seeds.ts';

describeSeeds(31, 60);
