import { Link } from '@remix-run/react';
import { Card, InlineStack, Text } from '@shopify/polaris';
import { WORDS_CHOICES, type AnswersPage, type AnswersQuery, type WordsLine } from '../reviews/answers-page.ts';
import { Pager } from './Pager.tsx';
import { Said, Stars } from './Stars.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** What buyers wrote, the newest first; narrowed by what it is about. */
export function AnswersWords({ page, address }: { page: AnswersPage; address: (change: Partial<AnswersQuery>) => string }) {
  const words = useWords().answers;
  const { query } = page;
  const product = query.product === null ? null : page.words.find((one) => one.product?.id === query.product)?.product?.title ?? page.products.find((one) => one.id === query.product)?.title ?? null;
  const only = [query.stars === null ? null : words.stars.of(query.stars), product].filter((one) => one !== null);
  return (
    <Card padding="0">
      <div className="rg-card-head">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">{words.words.title}</Text>
          <nav aria-label={words.words.show}>
            <ul className="rg-choices">
              {WORDS_CHOICES.map((choice) => (
                <li key={choice}><Link to={address({ words: choice, stars: null, product: null })} preventScrollReset replace aria-current={choice === query.words && only.length === 0 ? 'true' : undefined}>{words.words.choice[choice]}</Link></li>
              ))}
            </ul>
          </nav>
        </InlineStack>
        {only.length === 0 ? null : <p className="rg-small"><bdi>{words.words.only(only.join(', '))}</bdi>. <Link to={address({ words: 'all', stars: null, product: null })} preventScrollReset className="rg-link">{words.words.all}</Link></p>}
      </div>
      <div className="rg-card-body">
        {page.words.length === 0 ? <Text as="p" tone="subdued">{words.words.none}</Text> : <ol className="rg-timeline">{page.words.map((line) => <Line key={line.key} line={line} />)}</ol>}
      </div>
      <div className="rg-card-foot"><Pager previous={query.after === null ? null : address({})} next={page.next === null ? null : address({ after: page.next })} /></div>
    </Card>
  );
}

function Line({ line }: { line: WordsLine }) {
  const words = useWords();
  const page = words.answers.words;
  const { instant } = useFormats();
  return (
    <li data-kind={line.about}>
      <time dateTime={line.at} className="rg-when">{instant(line.at)}</time>
      <div className="rg-event">
        <p className="rg-what">
          {line.about === 'product' ? <><Stars stars={line.stars ?? 0} /> <bdi>{line.product?.title}</bdi></> : line.about === 'shop' ? page.score(line.nps ?? 0) : page.found(line.source === null ? '' : words.answers.source[line.source])}
        </p>
        <p><Said words={line.words} /></p>
        <p className="rg-small">
          {line.customer === null ? page.noCustomer : <Link to={`/app/customers/${line.customer.id}`} className="rg-link"><bdi>{line.customer.name ?? words.customerNumber(line.customer.id)}</bdi></Link>}
          {line.order === null ? null : `, ${page.order(line.order)}`}
          {line.test ? <span className="rg-line">{page.test}</span> : null}
        </p>
      </div>
    </li>
  );
}
