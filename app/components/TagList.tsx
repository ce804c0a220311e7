import { useWords } from './words/WordsProvider.tsx';

/** Tags, the first few of many, each in its own direction of writing. */
export function TagList({ tags, most = 4, marked, mark }: { tags: readonly string[]; most?: number; marked?: ReadonlySet<string>; mark?: 'added' | 'removed' }) {
  const words = useWords();
  if (tags.length === 0) return null;
  const shown = tags.slice(0, most);
  return (
    <ul className="rg-tags">
      {shown.map((tag) => (
        <li key={tag} className={`rg-tag ${mark !== undefined && marked?.has(tag) ? `rg-tag-${mark}` : ''}`} title={tag} dir="auto">{tag}</li>
      ))}
      {tags.length > most ? <li className="rg-small" title={tags.slice(most).join(', ')}>{words.customersPage.moreTags(tags.length - most)}</li> : null}
    </ul>
  );
}
