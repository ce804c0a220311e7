import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { BlockStack, Box } from '@shopify/polaris';
import { ProductStarsCard, RecommendCard, SourcesCard, StarsCard } from '../components/AnswersFigures.tsx';
import { AnswersWords } from '../components/AnswersWords.tsx';
import { NoAnswersYet } from '../components/NoAnswersYet.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useWords } from '../components/words/WordsProvider.tsx';
import { noteAccess } from '../privacy/access-log.server.ts';
import { PERIODS, readAnswersQuery, writeAnswersQuery, type AnswersQuery } from '../reviews/answers-page.ts';
import { loadAnswersPage } from '../reviews/load-answers-page.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const page = await loadAnswersPage({ shopId, query: readAnswersQuery(new URL(request.url).searchParams) });
  if (page.words.length > 0) noteAccess({ shopId, by: userId, what: 'answers', customerId: null });
  return page;
}

/** What buyers answered: would they recommend the shop, stars, how they found it, and their words. */
export default function Answers() {
  const page = useLoaderData<typeof loader>();
  const words = useWords().answers;
  const { query } = page;
  const address = (change: Partial<AnswersQuery>): string => {
    const search = writeAnswersQuery(query, change);
    return `/app/answers${search === '' ? '' : `?${search}`}`;
  };
  if (page.empty) return <Screen title={words.title} subtitle={words.subtitle}><NoAnswersYet asked={page.asked} /></Screen>;
  return (
    <Screen title={words.title} subtitle={words.subtitle}>
      <BlockStack gap="400">
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <nav aria-label={words.period}>
            <ul className="rg-choices">
              {PERIODS.map((period) => <li key={period}><Link to={address({ period, after: query.after })} preventScrollReset replace aria-current={period === query.period ? 'true' : undefined}>{words.periods[period]}</Link></li>)}
            </ul>
          </nav>
        </Box>
        <div className="rg-two">
          <RecommendCard page={page} />
          <StarsCard stars={page.stars} />
        </div>
        <div className="rg-two">
          <SourcesCard sources={page.sources} />
          <ProductStarsCard products={page.products} address={(product) => address({ product, words: 'products', stars: null })} />
        </div>
        <AnswersWords page={page} address={address} />
      </BlockStack>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
