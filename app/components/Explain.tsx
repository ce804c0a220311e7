import { Tooltip } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** A small button that says what a word means or how a number is computed: by mouse, keyboard and touch. */
export function Explain({ term, children }: { term: string; children: string }) {
  const words = useWords();
  return (
    <Tooltip content={children} width="wide" preferredPosition="below">
      <button type="button" className="rg-explain" aria-label={words.explain(term)}>
        <span aria-hidden="true">?</span>
      </button>
    </Tooltip>
  );
}
