import { Text } from '@shopify/polaris';
import { FIT_PHASES, type FitView } from '../forecast/fit-progress.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How far the fit is that waits or runs: a bar for each phase. Of reading and writing nobody knows how much is left. */
export function FitPhases({ fit }: { fit: FitView }) {
  const { accuracy: { fit: words }, dataPage: { rebuild }, fault } = useWords();
  const { percent } = useFormats();
  const at = fit.phase === null ? -1 : FIT_PHASES.indexOf(fit.phase);
  const share = (index: number): number => (index < at ? 1 : index > at ? 0 : fit.share);
  return (
    <>
      <p className="rg-hidden" role="status">{fit.phase === null ? words.queued : `${words.phases[fit.phase]}${fit.phase === 'learning' ? `: ${percent(Math.floor(fit.share * 10) / 10)}` : ''}`}</p>
      {fit.underWay === 'queued' ? <p>{words.queued}</p> : null}
      <ul className="rg-progress">
        {FIT_PHASES.map((phase, index) => (
          <li key={phase}>
            <span>{words.phases[phase]}</span>
            <span className="rg-bar-cell"><progress className="rg-meter" max={1} value={share(index)} aria-label={words.phases[phase]} /></span>
            <span className="rg-count">{index < at ? rebuild.phaseDone : index === at ? rebuild.phaseRunning : rebuild.phaseWaiting}</span>
          </li>
        ))}
      </ul>
      {fit.fault === null ? null : <Text as="p" tone="critical">{words.triedBefore(fault(fit.fault))}</Text>}
      <Text as="p" tone={fit.stalled ? undefined : 'subdued'}>{fit.stalled ? words.stalled : words.stands}</Text>
    </>
  );
}
