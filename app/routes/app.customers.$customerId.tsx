import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import { z } from 'zod';
import { CustomerFactsCard, FavouriteProducts } from '../components/CustomerFactsCard.tsx';
import { CustomerTagsCard } from '../components/CustomerTagsCard.tsx';
import { CustomerTimeline } from '../components/CustomerTimeline.tsx';
import { ForecastCard } from '../components/ForecastCard.tsx';
import { MissingCustomer } from '../components/MissingCustomer.tsx';
import { ProvisionalTiers } from '../components/ProvisionalTiers.tsx';
import { ScoreSpreads } from '../components/ScoreSpreads.tsx';
import { Screen } from '../components/Screen.tsx';
import { Standing } from '../components/Standing.tsx';
import { LikesCard, ReturnsCard, SignalsCard, SuggestionCard } from '../components/TasteCards.tsx';
import { useWords } from '../components/words/WordsProvider.tsx';
import { readChoice } from '../customers/timeline.ts';
import { loadCustomerPage } from '../insights/load-customer-page.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { tiersAreProvisional } from '../profiles/load-shop-summary.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

const customerIdSchema = z.string().regex(/^\d{1,15}$/).transform(Number);

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const customerId = customerIdSchema.safeParse(params['customerId']);
  const parameters = new URL(request.url).searchParams;
  const found = customerId.success
    ? await loadCustomerPage({ shopId, customerId: customerId.data, choice: readChoice(parameters.get('show')), after: parameters.get('after') ?? undefined, before: parameters.get('before') ?? undefined })
    : null;
  if (found === null) throw new Response(null, { status: 404 });
  if ('gone' in found) throw json(found.gone, { status: 404 });
  if (customerId.success) noteAccess({ shopId, by: userId, what: 'customer', customerId: customerId.data });
  return { ...found, provisional: await tiersAreProvisional(shopId) };
}

/** One customer: where they stand and why, facts, tags and whose they are, all that happened. */
export default function Customer() {
  const { view, tags, provisional } = useLoaderData<typeof loader>();
  const words = useWords();
  const page = words.customerPage;
  const address = (query: Record<string, string>) => {
    const search = new URLSearchParams(query).toString();
    return `/app/customers/${view.id}${search === '' ? '' : `?${search}`}`;
  };
  const reasons = view.profile?.reasons ?? null;
  // First strong isolate: a name in another direction of writing keeps its own order and leaves the rest alone.
  const name = view.name === null ? view.email ?? words.noName : `\u2068${view.name}\u2069`;
  return (
    <Screen
      title={name}
      subtitle={[view.name === null ? words.customerNumber(view.id) : view.email ?? page.noEmail, page.since(view.createdAt)].join(' · ')}
      backAction={{ content: page.back, url: '/app/customers' }}
      secondaryActions={[{ content: page.openInShopify, url: `shopify://admin/customers/${view.id}`, target: '_top' }]}
    >
      <div className="rg-columns">
        {view.profile === null ? (
          <Card><BlockStack gap="100"><Text as="h2" variant="headingMd">{page.notSortedTitle}</Text><p>{page.notSorted}</p></BlockStack></Card>
        ) : (
          <div className="rg-stack-gap">
            {provisional ? <Card><ProvisionalTiers /></Card> : null}
            <Standing profile={view.profile} view={view} />
            <SuggestionCard taste={view.profile.taste} />
            {view.forecast === null ? null : <ForecastCard forecast={view.forecast} />}
            <SignalsCard taste={view.profile.taste} />
            {reasons === null || 'kind' in reasons ? null : <ScoreSpreads distributions={view.profile.distributions} reason={reasons.tier} />}
          </div>
        )}
        <div>
          <CustomerTagsCard tags={tags} />
          {view.profile === null ? null : (
            <>
              <CustomerFactsCard profile={view.profile} />
              <LikesCard taste={view.profile.taste} />
              <ReturnsCard taste={view.profile.taste} />
              <FavouriteProducts products={view.profile.products} />
            </>
          )}
        </div>
        <CustomerTimeline page={view.timeline} address={address} />
      </div>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <MissingCustomer />;
}
