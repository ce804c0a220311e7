import { Button, InlineStack } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { MOST_MARKED } from '../customers/customer-list.ts';
import type { Marks } from './use-marks.ts';
import { useWords } from './words/WordsProvider.tsx';

/** How many are marked, and what can be done with them; nothing while none is. */
export function MarkBar({ marks, matching, children }: { marks: Marks; matching: number; children: ReactNode }) {
  const words = useWords().customersPage.marks;
  const count = marks.ids?.length ?? matching;
  if (count === 0) return null;
  return (
    <div role="region" aria-label={words.title} className="rg-mark-bar">
      <InlineStack gap="200" blockAlign="center">
        <span role="status" className="rg-numbers">{marks.ids === null ? words.allMarked(matching) : words.marked(count)}</span>
        {marks.ids !== null && count < matching ? <Button variant="plain" onClick={marks.markAll}>{words.all(matching)}</Button> : null}
        {children}
        <Button variant="plain" onClick={marks.clear}>{words.clear}</Button>
      </InlineStack>
      {marks.full ? <p className="rg-small">{words.full(MOST_MARKED)}</p> : null}
    </div>
  );
}
