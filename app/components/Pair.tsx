import type { ReactNode } from 'react';
import { Explain } from './Explain.tsx';

/** A name and its value in a list of pairs (class rg-pairs), with how it is computed where that is not plain. */
export function Pair({ name, how, children }: { name: string; how?: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}{how === undefined ? null : <Explain term={name}>{how}</Explain>}</dt>
      <dd>{children}</dd>
    </>
  );
}
