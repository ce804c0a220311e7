import type { Stage } from '../../profiles/stage.ts';
import type { Tier } from '../../profiles/tier.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';

/** Where a customer stands, and a share, in the words of any language: null is whoever is not scored. */
export function standingNames({ percent }: Formats, frame: ReturnType<typeof englishFrame>) {
  return {
    tier: (name: Tier | null) => (name === null ? frame.excluded : frame.tierName[name]),
    stage: (name: Stage | null) => (name === null ? frame.excluded : frame.stageName[name]),
    /** To a tenth of a percent. */
    share: (part: number, all: number) => percent(all === 0 ? 0 : Math.round((1000 * part) / all) / 1000),
  };
}
