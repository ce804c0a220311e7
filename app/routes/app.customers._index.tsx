import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigate, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';
import { customersAddress, isNarrowed, readCustomerQuery } from '../components/customer-address.ts';
import { CustomerFilters } from '../components/CustomerFilters.tsx';
import { CustomersTable } from '../components/CustomersTable.tsx';
import { Pager } from '../components/Pager.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useWords } from '../components/words/WordsProvider.tsx';
import { listCustomers } from '../customers/list-customers.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  const parameters = new URL(request.url).searchParams;
  const query = readCustomerQuery(parameters);
  return { query, page: await listCustomers({ shopId, query, after: parameters.get('after') ?? undefined, before: parameters.get('before') ?? undefined }) };
}

/** All customers: searched, filtered, sorted, a page at a time; the address says which. */
export default function Customers() {
  const { query, page } = useLoaderData<typeof loader>();
  const words = useWords().customersPage;
  const navigate = useNavigate();
  const navigation = useNavigation();
  const busy = navigation.state === 'loading' && navigation.location.pathname === '/app/customers';
  // While the list is on its way the filters already show what was chosen, or a click would seem lost.
  const chosen = busy ? readCustomerQuery(new URLSearchParams(navigation.location.search)) : query;
  const none = page.customers === 0;
  return (
    <Screen title={words.title}>
      <Card padding="0">
        {none ? null : <Box padding="300"><CustomerFilters query={chosen} tierCounts={page.tierCounts} onChange={(wanted) => navigate(customersAddress(wanted), { replace: true, preventScrollReset: true })} /></Box>}
        {none ? null : (
          <Box paddingInline="300" paddingBlockEnd="200">
            <p role="status" className="rg-small rg-numbers">
              {page.matching === null ? words.matching(page.customers) : isNarrowed(query) ? words.matchingOf(page.matching, page.customers) : words.matching(page.customers)}
            </p>
          </Box>
        )}
        {page.rows.length > 0 ? <CustomersTable rows={page.rows} query={query} busy={busy} /> : none ? <NoCustomers /> : <NoMatch onClear={() => navigate(customersAddress({ ...query, search: '', tiers: [], stages: [], tag: null }))} />}
        <div className="rg-card-foot">
          <Pager
            previous={page.previous === null ? null : customersAddress(query, { before: page.previous })}
            next={page.next === null ? null : customersAddress(query, { after: page.next })}
          />
        </div>
      </Card>
    </Screen>
  );
}

function NoCustomers() {
  const words = useWords().customersPage.empty;
  return (
    <Box padding="600">
      <BlockStack gap="300" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">{words.noneTitle}</Text>
        <Text as="p" alignment="center">{words.none}</Text>
        <Button url="/app" variant="primary">{words.toHome}</Button>
      </BlockStack>
    </Box>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const words = useWords().customersPage.empty;
  return (
    <Box padding="600">
      <BlockStack gap="300" inlineAlign="center">
        <Text as="h2" variant="headingMd" alignment="center">{words.filteredTitle}</Text>
        <Text as="p" alignment="center">{words.filtered}</Text>
        <Button onClick={onClear}>{words.clear}</Button>
      </BlockStack>
    </Box>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
