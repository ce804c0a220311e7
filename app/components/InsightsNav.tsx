import { Link } from '@remix-run/react';
import { useWords } from './words/WordsProvider.tsx';

/** The pages of Insights and their addresses, in the order of their links. */
const PAGES = { customers: '/app/insights', accuracy: '/app/insights/accuracy' } as const;

export type InsightsPage = keyof typeof PAGES;

/** Links between the pages of Insights; one that stands alone needs none. */
export function InsightsNav({ current }: { current: InsightsPage }) {
  const words = useWords().insights;
  const pages = Object.entries(PAGES) as [InsightsPage, string][];
  if (pages.length < 2) return null;
  return (
    <nav aria-label={words.pages}>
      <ul className="rg-choices">
        {pages.map(([page, to]) => <li key={page}><Link to={to} aria-current={page === current ? 'page' : undefined}>{words.page[page]}</Link></li>)}
      </ul>
    </nav>
  );
}
