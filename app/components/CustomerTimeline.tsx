import { Link } from '@remix-run/react';
import { Badge, Card, InlineStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import type { OrderView } from '../customers/order-view.ts';
import { TIMELINE_CHOICES, type AnswersEvent, type RiskTimelineEvent, type TagEvent, type TierEvent, type TimelineEvent, type TimelinePage } from '../customers/timeline.ts';
import { Pager } from './Pager.tsx';
import { Said, Stars } from './Stars.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What happened to a customer, the newest first, by months. `address` gives the page of a choice or a cursor. */
export function CustomerTimeline({ page, address }: { page: TimelinePage; address: (query: Record<string, string>) => string }) {
  const words = useWords().timeline;
  const { month } = useFormats();
  const months: { name: string; events: TimelineEvent[] }[] = [];
  for (const event of page.events) {
    const name = month(event.at);
    const last = months.at(-1);
    if (last?.name === name) last.events.push(event);
    else months.push({ name, events: [event] });
  }
  const chosen: Record<string, string> = page.choice === 'all' ? {} : { show: page.choice };
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <nav aria-label={words.show}>
            <ul className="rg-choices">
              {TIMELINE_CHOICES.map((choice) => (
                <li key={choice}>
                  <Link to={address(choice === 'all' ? {} : { show: choice })} preventScrollReset replace aria-current={choice === page.choice ? 'true' : undefined}>{words.choice[choice]}</Link>
                </li>
              ))}
            </ul>
          </nav>
        </InlineStack>
      </div>
      <div className="rg-card-body">
        {months.length === 0 ? <Text as="p" tone="subdued">{words.none[page.choice]}</Text> : months.map(({ name, events }) => (
          <section key={name} aria-label={name} className="rg-month">
            <Text as="h3" variant="headingSm">{name}</Text>
            <ol className="rg-timeline">{events.map((event) => <Event key={event.key} event={event} />)}</ol>
          </section>
        ))}
      </div>
      <div className="rg-card-foot">
        <Pager
          previous={page.previous === null ? null : address({ ...chosen, before: page.previous })}
          next={page.next === null ? null : address({ ...chosen, after: page.next })}
        />
      </div>
    </Card>
  );
}

function Event({ event }: { event: TimelineEvent }) {
  const { instant } = useFormats();
  return (
    <li data-kind={event.kind}>
      <time dateTime={event.at} className="rg-when">{instant(event.at)}</time>
      <div className="rg-event"><EventText event={event} /></div>
    </li>
  );
}

function EventText({ event }: { event: TimelineEvent }) {
  const words = useWords().timeline;
  const { money } = useFormats();
  switch (event.kind) {
    case 'order':
      return <OrderText order={event.order} />;
    case 'refund':
      return <Told what={words.refund(money(event.amount, { currency: event.currencyCode }))}>{words.refundOf(event.orderName)}</Told>;
    case 'tag':
      return <TagText event={event} />;
    case 'merchant-tag':
      return <Told what={event.action === 'add' ? words.merchantAdded(event.name) : words.merchantRemoved(event.name)}>{words.merchantNoticed}</Told>;
    case 'tier':
      return <TierText event={event} />;
    case 'merge':
      return <Told what={words.merged(event.goneId)}>{words.mergedWhat}</Told>;
    case 'answers':
      return <AnswersText event={event} />;
    case 'risk':
      return <RiskText event={event} />;
  }
}

function Told({ what, children }: { what: ReactNode; children?: ReactNode }) {
  return <><p className="rg-what" dir="auto">{what}</p>{children === undefined || children === null ? null : <p className="rg-small">{children}</p>}</>;
}

function OrderText({ order }: { order: OrderView }) {
  const words = useWords().timeline;
  const { money, currency } = useFormats();
  return (
    <>
      <div className="rg-order">
        <p className="rg-what">{words.order(order.name)}</p>
        <span className="rg-numbers"><span className="rg-hidden">{words.value('')}</span>{money(order.netValue, { currency: order.currencyCode })}</span>
      </div>
      <InlineStack gap="100">
        {order.status === null ? null : <Badge tone={order.status === 'PAID' ? 'success' : undefined}>{words.financial[order.status] ?? order.status}</Badge>}
        {order.cancelled ? <Badge>{words.cancelled}</Badge> : null}
        {order.test ? <Badge>{words.test}</Badge> : null}
      </InlineStack>
      <ul className="rg-list rg-break rg-lines">
        {order.lines.map((line, index) => <li key={index} dir="auto">{words.line(line.quantity, line.title)}{line.giftCard ? ` (${words.giftCard})` : ''}</li>)}
        {order.moreLines > 0 ? <li>{words.more(order.moreLines)}</li> : null}
      </ul>
      {order.counted ? null : <p className="rg-small">{words.notCounted}</p>}
      {order.currencyCode === currency ? null : <p className="rg-small">{words.otherCurrency}</p>}
    </>
  );
}

function TagText({ event }: { event: TagEvent }) {
  const words = useWords();
  const page = words.timeline;
  const { run } = event;
  const person = run.approvedByName ?? page.person(run.approvedBy);
  return (
    <>
      <p className="rg-what" dir="auto">{event.action === 'add' ? page.tagAdded(event.name) : page.tagRemoved(event.name)}</p>
      <p className="rg-small">{event.reason === null ? words.tagsPage.why[event.cause] : words.reasons.tag(event.reason)}</p>
      <p className="rg-small">
        <Link to={`/app/tags/${run.id}`} className="rg-link">{run.undoOf === null ? page.run(run.id) : page.undoRun(run.id, run.undoOf)}</Link>
        {`, ${run.automatic ? page.automatic(person) : page.approvedBy(person)}. `}
        {event.undone ? page.undone : run.undoOf === null ? page.undoThere : null}
      </p>
    </>
  );
}

function TierText({ event }: { event: TierEvent }) {
  const words = useWords().timeline;
  const tierMoved = event.fromTier !== event.toTier;
  const stageMoved = event.fromStage !== event.toStage;
  const said = [tierMoved ? words.tierMoved(event.fromTier, event.toTier) : null, stageMoved ? words.stageMoved(event.fromStage, event.toStage) : null].filter((one) => one !== null);
  const more = [...said.slice(1), words.cause[event.cause], event.mergedFrom === null ? null : words.mergedFrom(event.mergedFrom)].filter((one) => one !== null);
  return <Told what={said[0]}>{more.length === 0 ? null : more.map((one, index) => <span key={index} className="rg-line">{one}</span>)}</Told>;
}

function RiskText({ event: { riskBefore, riskAfter, line, cause, mergedFrom } }: { event: RiskTimelineEvent }) {
  const words = useWords().timeline;
  return (
    <Told what={words.riskRose(riskAfter, line)}>
      <span className="rg-line">{words.riskBefore(riskBefore)} {words.riskCause[cause]}</span>
      {mergedFrom === null ? null : <span className="rg-line">{words.mergedFrom(mergedFrom)}</span>}
    </Told>
  );
}

function AnswersText({ event: { orderName, lines, nps, npsWords, source, sourceWords } }: { event: AnswersEvent }) {
  const words = useWords().answers;
  return (
    <>
      <p className="rg-what">{words.timeline.title(orderName)}</p>
      {lines.map(({ title, stars, words: said }, index) => (
        <p key={index} className="rg-small"><Stars stars={stars} /> <bdi>{title}</bdi>{said === null ? null : <Said words={said} />}</p>
      ))}
      {nps === null ? null : <p className="rg-small">{words.timeline.score(nps)}{npsWords === null ? null : <Said words={npsWords} />}</p>}
      {source === null ? null : <p className="rg-small">{words.words.found(words.source[source])}{sourceWords === null ? null : <Said words={sourceWords} />}</p>}
    </>
  );
}
