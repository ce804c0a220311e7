import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import type { GoneCustomer } from '../customers/customer-view.ts';
import { ScreenError } from './ScreenError.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** A customer who cannot be shown: merged into another, gone from Shopify, or never known. */
export function MissingCustomer() {
  const error = useRouteError();
  const words = useWords();
  const page = words.customerPage;
  const { gone: said } = words.timeline;
  const gone = isRouteErrorResponse(error) && error.status === 404 && typeof error.data === 'object' ? error.data as GoneCustomer | null : null;
  const kept = gone?.mergedInto ?? null;
  if (kept !== null) {
    return <ScreenError missing={{ title: said.mergedTitle, what: said.merged, action: said.toKept(kept.name ?? kept.email ?? words.customerNumber(kept.id)), to: `/app/customers/${kept.id}` }} />;
  }
  if (gone !== null) return <ScreenError missing={{ title: said.deletedTitle, what: said.deleted, action: page.toCustomers, to: '/app/customers' }} />;
  return <ScreenError missing={{ title: page.unknownTitle, what: page.unknown, action: page.toCustomers, to: '/app/customers' }} />;
}
