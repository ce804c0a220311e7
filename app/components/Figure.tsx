import type { ReactNode } from 'react';
import { Explain } from './Explain.tsx';

/** A figure in a list of them (class rg-figures): its name, how it is computed, its value, and what stands below it. */
export function Figure({ name, how, value, note }: { name: string; how: string; value: string; note: ReactNode }) {
  return (
    <div className="rg-figure">
      <dt>{name}<Explain term={name}>{how}</Explain></dt>
      <dd className="rg-value">{value}</dd>
      <dd className="rg-note">{note}</dd>
    </div>
  );
}
