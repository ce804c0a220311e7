import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigate, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Checkbox, Text } from '@shopify/polaris';
import { MarkedTags } from '../components/MarkedTags.tsx';
import { ProvisionalTiers } from '../components/ProvisionalTiers.tsx';
import { customersAddress, isNarrowed, readCustomerQuery, readViewId, unnarrowed } from '../components/customer-address.ts';
import { CustomerFilters } from '../components/CustomerFilters.tsx';
import { CustomerViews } from '../components/CustomerViews.tsx';
import { CustomersTable } from '../components/CustomersTable.tsx';
import { ExportStatus } from '../components/ExportStatus.tsx';
import { MarkBar } from '../components/MarkBar.tsx';
import { NoCustomersYet } from '../components/NoCustomersYet.tsx';
import { Pager } from '../components/Pager.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useExport } from '../components/use-export.ts';
import { useMarkedTags } from '../components/use-marked-tags.ts';
import { useMarks } from '../components/use-marks.ts';
import { useFormats, useWords } from '../components/words/WordsProvider.tsx';
import type { CustomerQuery } from '../customers/customer-list.ts';
import { listCustomers } from '../customers/list-customers.server.ts';
import { loadViews } from '../customers/saved-views.server.ts';
import { withTenant } from '../database/tenant.server.ts';
import { storeRead } from '../mirror/load-import-progress.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { tiersAreProvisional } from '../profiles/load-shop-summary.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, userId } = await authenticateShop(request);
  const parameters = new URL(request.url).searchParams;
  const query = readCustomerQuery(parameters);
  const [page, named, provisional] = await Promise.all([
    listCustomers({ shopId, query, after: parameters.get('after') ?? undefined, before: parameters.get('before') ?? undefined }),
    loadViews({ shopId }),
    tiersAreProvisional(shopId),
  ]);
  if (query.search !== '') noteAccess({ shopId, by: userId, what: 'search', customerId: null });
  else if (page.rows.length > 0) noteAccess({ shopId, by: userId, what: 'list', customerId: null });
  // Asked only of a list that is empty.
  const store = page.customers === 0 ? await withTenant(shopId, storeRead) : null;
  return { query, viewId: readViewId(parameters), page, provisional, store, ...named };
}

/** All customers: searched, filtered, sorted, a page at a time; the address says which. Some or all can be marked and exported. */
export default function Customers() {
  const { query, viewId, page, provisional, store, views, tagSettings } = useLoaderData<typeof loader>();
  const words = useWords().customersPage;
  const { locale } = useFormats();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const busy = navigation.state === 'loading' && navigation.location.pathname === '/app/customers';
  // While the list is on its way the filters already show what was chosen, or a click would seem lost.
  const chosen = busy ? readCustomerQuery(new URLSearchParams(navigation.location.search)) : query;
  const search = customersAddress(query).split('?')[1] ?? '';
  // Sorted otherwise it is the same list.
  const marks = useMarks(customersAddress({ ...query, sort: 'last-order', direction: 'desc' }));
  const file = useExport('/app/customers/export');
  const tags = useMarkedTags();
  const none = page.customers === 0;
  const shown = page.rows.map((row) => row.id);
  const shownMarked = shown.filter(marks.has).length;
  const show = (wanted: CustomerQuery) => navigate(customersAddress(wanted, { view: viewId }), { replace: true, preventScrollReset: true });
  const exportList = (ids: readonly string[] | null) => file.submit({ query: search, ids: ids?.join(',') ?? '', locale });
  if (none && store === 'no-customers') return <Screen title={words.title}><NoCustomersYet /></Screen>;
  return (
    <Screen title={words.title} secondaryActions={none ? undefined : [{ content: words.file.exportAll, disabled: page.matching === 0 || file.asking, onAction: () => exportList(null) }]}>
      <Card padding="0">
        {provisional && !none ? <Box padding="300"><ProvisionalTiers /></Box> : null}
        {none ? null : <CustomerViews views={views} query={query} viewId={viewId} />}
        {none ? null : <Box padding="300"><CustomerFilters query={chosen} tierCounts={page.tierCounts} forecasts={page.forecasts} tags={tagSettings} onChange={show} /></Box>}
        {none ? null : (
          <div className="rg-list-head">
            {shown.length === 0 ? null : (
              <Checkbox
                label={words.marks.page}
                checked={shownMarked === shown.length}
                onChange={() => marks.markShown(shown, shownMarked < shown.length)}
              />
            )}
            <p role="status" className="rg-small rg-numbers">
              {page.matching === null ? words.matching(page.customers) : isNarrowed(query) ? words.matchingOf(page.matching, page.customers) : words.matching(page.customers)}
            </p>
          </div>
        )}
        <ExportStatus file={file} />
        <MarkedTags tags={tags} />
        <MarkBar marks={marks} matching={page.matching ?? page.customers}>
          <Button disabled={file.asking} onClick={() => exportList(marks.ids)}>{words.file.exportMarked}</Button>
          <Button loading={tags.busy} onClick={() => tags.look(search, marks.ids)}>{words.markedTags.approve}</Button>
        </MarkBar>
        {page.rows.length > 0 ? <CustomersTable rows={page.rows} query={query} view={viewId} marks={marks} busy={busy} /> : none ? <NoCustomers /> : <NoMatch onClear={() => navigate(customersAddress(unnarrowed(query)))} />}
        <div className="rg-card-foot">
          <Pager
            previous={page.previous === null ? null : customersAddress(query, { before: page.previous, view: viewId })}
            next={page.next === null ? null : customersAddress(query, { after: page.next, view: viewId })}
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
