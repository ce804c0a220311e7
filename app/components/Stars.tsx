import { useWords } from './words/WordsProvider.tsx';

/** One to five stars: drawn, and told as a number to whoever listens. */
export function Stars({ stars }: { stars: number }) {
  const words = useWords().answers.stars;
  return (
    <span className="rg-stars">
      <span aria-hidden="true">{'★'.repeat(stars)}{'☆'.repeat(5 - stars)}</span>
      <span className="rg-hidden">{words.of(stars)}</span>
    </span>
  );
}

/** What somebody wrote, as they wrote it. */
export function Said({ words }: { words: string }) {
  return <q className="rg-said" dir="auto">{words}</q>;
}
