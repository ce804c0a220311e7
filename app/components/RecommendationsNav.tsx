import { Link } from '@remix-run/react';
import { useWords } from './words/WordsProvider.tsx';

const PAGES = { lists: '/app/recommendations', results: '/app/recommendations/results', fields: '/app/recommendations/fields' } as const;

/** Links between the pages of recommendations. */
export function RecommendationsNav({ current }: { current: keyof typeof PAGES }) {
  const words = useWords().recommendations;
  return (
    <nav aria-label={words.pages}>
      <ul className="rg-choices">
        {(Object.entries(PAGES) as [keyof typeof PAGES, string][]).map(([page, to]) => <li key={page}><Link to={to} aria-current={page === current ? 'page' : undefined}>{words.page[page]}</Link></li>)}
      </ul>
    </nav>
  );
}
