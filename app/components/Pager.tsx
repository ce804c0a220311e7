import { useNavigate } from '@remix-run/react';
import { Pagination } from '@shopify/polaris';
import { useWords } from './words/WordsProvider.tsx';

/** Backwards and forwards through a keyset-paged list, by addresses; nothing where everything is on one page. */
export function Pager({ previous, next }: { previous: string | null; next: string | null }) {
  const words = useWords();
  const navigate = useNavigate();
  if (previous === null && next === null) return null;
  return (
    <Pagination
      accessibilityLabel={words.paging}
      hasPrevious={previous !== null}
      hasNext={next !== null}
      onPrevious={() => previous !== null && navigate(previous)}
      onNext={() => next !== null && navigate(next)}
      accessibilityLabels={{ previous: words.previousPage, next: words.nextPage }}
    />
  );
}
