import { Badge, BlockStack, Card, Text } from '@shopify/polaris';
import type { OrderView } from '../customers/customer-view.ts';
import { Pager } from './Pager.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** A customer's orders with their refunds, the newest first. */
export function CustomerOrders({ orders, previous, next }: { orders: readonly OrderView[]; previous: string | null; next: string | null }) {
  const page = useWords().customerPage.orders;
  const { money, instant, currency } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{page.title}</Text></div>
      {orders.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{page.none}</Text></div> : (
        <RecordTable
          caption={page.caption}
          columns={[
            { key: 'order', heading: page.order },
            { key: 'status', heading: page.status },
            { key: 'items', heading: page.items, wide: true },
            { key: 'refunded', heading: page.refunded },
            { key: 'net', heading: page.net, numeric: true },
          ]}
          rows={orders.map((order) => ({
            key: order.id,
            cells: {
              order: <><span>{order.name}</span><small>{instant(order.processedAt)}</small></>,
              status: <OrderStatus order={order} />,
              items: <OrderLines order={order} />,
              refunded: order.refunds.length === 0 ? null : (
                <ul className="rg-list">
                  {order.refunds.map((refund, index) => <li key={`${refund.at}-${index}`}>{page.refund(refund.at, money(refund.amount, { currency: order.currencyCode }))}</li>)}
                </ul>
              ),
              net: <>{money(order.netValue, { currency: order.currencyCode })}{order.currencyCode === currency ? null : <span className="rg-small">{page.otherCurrency}</span>}</>,
            },
          }))}
        />
      )}
      <div className="rg-card-foot"><Pager previous={previous} next={next} /></div>
    </Card>
  );
}

function OrderStatus({ order }: { order: OrderView }) {
  const page = useWords().customerPage.orders;
  return (
    <BlockStack gap="050" inlineAlign="start">
      <Badge tone={order.status === 'PAID' ? 'success' : undefined}>{order.status === null ? '—' : page.financial[order.status] ?? order.status}</Badge>
      {order.cancelled ? <Badge>{page.cancelled}</Badge> : null}
      {order.test ? <Badge>{page.test}</Badge> : null}
      {order.counted ? null : <span className="rg-small" title={page.notCountedWhy}>{page.notCounted}</span>}
    </BlockStack>
  );
}

function OrderLines({ order }: { order: OrderView }) {
  const page = useWords().customerPage.orders;
  return (
    <ul className="rg-list rg-break">
      {order.lines.map((line, index) => (
        <li key={index} dir="auto">{page.line(line.quantity, line.title)}{line.giftCard ? ` (${page.giftCard})` : ''}</li>
      ))}
      {order.moreLines > 0 ? <li className="rg-small">{page.more(order.moreLines)}</li> : null}
    </ul>
  );
}
