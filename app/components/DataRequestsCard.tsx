import { Link } from '@remix-run/react';
import { BlockStack, Button, Card, Text } from '@shopify/polaris';
import type { PrivacyPageView, RequestView } from '../privacy/privacy-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useDownload } from './use-download.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What customers asked of the store about their data: each with its file, or what became of it. */
export function DataRequestsCard({ requests }: { requests: PrivacyPageView['requests'] }) {
  const words = useWords().privacy.requests;
  const { instant } = useFormats();
  const file = useDownload('/app/data/privacy/file', words.started);
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <BlockStack gap="200">
          <RefusalBanner refusal={file.refusal} onDismiss={file.dismiss} />
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <p>{words.what}</p>
          {requests.length === 0 ? <Text as="p" tone="subdued">{words.none}</Text> : null}
        </BlockStack>
      </div>
      {requests.length === 0 ? null : (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'kind', heading: words.columns.kind }, { key: 'customer', heading: words.columns.customer }, { key: 'asked', heading: words.columns.asked },
            { key: 'state', heading: words.columns.state, wide: true }, { key: 'file', heading: words.columns.file, wide: true },
          ]}
          rows={requests.map((one) => ({
            key: String(one.id),
            cells: {
              kind: words.kind[one.kind],
              customer: <NamedCustomer customer={one.customer} gone={one.kind === 'redact' || one.state === 'deleted'} />,
              asked: instant(one.askedAt),
              state: <RequestState request={one} />,
              file: one.hasFile ? <Button onClick={() => file.submit({ requestId: String(one.id) })} loading={file.busy} accessibilityLabel={words.downloadFor(one.customer?.name ?? one.customer?.id ?? words.guest)}>{words.download}</Button> : null,
            },
          }))}
        />
      )}
    </Card>
  );
}

function RequestState({ request }: { request: RequestView }) {
  const words = useWords().privacy.requests;
  const { instant } = useFormats();
  switch (request.state) {
    case 'open': return <>{words.due(instant(request.dueAt))}</>;
    case 'done': return <>{request.kind === 'redact' ? words.deletedAt(instant(request.doneAt ?? request.askedAt)) : words.downloadedAt(instant(request.doneAt ?? request.askedAt), request.doneBy?.name ?? null)}</>;
    case 'deleted': return <>{words.goneWithData}</>;
    case 'over': return <>{words.over}</>;
  }
}

/** A customer by name while that is held, else by Shopify's number. @param gone there is no page of theirs any more */
export function NamedCustomer({ customer, gone }: { customer: RequestView['customer']; gone: boolean }) {
  const words = useWords();
  if (customer === null) return <>{words.privacy.requests.guest}</>;
  const name = customer.name ?? words.customerNumber(customer.id);
  return gone || customer.name === null ? <>{name}</> : <Link to={`/app/customers/${customer.id}`}>{`\u2068${name}\u2069`}</Link>;
}
