import { Link } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import type { AnswersPage } from '../reviews/answers-page.ts';
import type { DueFrom } from '../reviews/ask-due.ts';
import { Figure } from './Figure.tsx';
import { RecordTable } from './RecordTable.tsx';
import { Stars } from './Stars.tsx';
import { NO_VALUE } from './format.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How likely buyers are to recommend the shop: the score with its range, and the counts that it is made of. */
export function RecommendCard({ page }: { page: AnswersPage }) {
  const words = useWords().answers.nps;
  const { number } = useFormats();
  const { nps, asked, askedAnswered, dueFrom } = page;
  const parts = (['promoters', 'passives', 'detractors'] as const).map((part) => ({ part, count: nps[part] }));
  const from = (Object.entries(dueFrom) as [DueFrom, number][]).filter(([, count]) => count > 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{words.title}</Text>
        <dl className="rg-figures rg-figures-two">
          <Figure
            name={words.score}
            how={words.how}
            value={nps.score === null ? NO_VALUE : number(nps.score)}
            note={nps.score !== null ? words.range(nps.low ?? 0, nps.high ?? 0) : nps.answers === 0 ? words.none : words.tooFew(nps.answers)}
          />
        </dl>
        {nps.answers === 0 ? null : (
          <dl className="rg-pairs">
            {parts.map(({ part, count }) => <div key={part} className="rg-pair-row"><dt>{words[part]}</dt><dd>{words.of(count, count / nps.answers)}</dd></div>)}
          </dl>
        )}
        <div>
          <Text as="p" variant="bodySm">{words.asked(asked, askedAnswered)}</Text>
          {from.length === 0 ? null : <Text as="p" variant="bodySm" tone="subdued">{from.map(([one, count]) => words.from[one](count)).join('; ')}.</Text>}
        </div>
      </BlockStack>
    </Card>
  );
}

/** Stars by how many there are, and how the shop was found, by source. */
export function StarsCard({ stars }: { stars: readonly number[] }) {
  const words = useWords().answers.stars;
  const { number, percent } = useFormats();
  const answers = stars.reduce((sum, count) => sum + count, 0);
  const mean = answers === 0 ? 0 : stars.reduce((sum, count, index) => sum + count * (index + 1), 0) / answers;
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {answers === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <>
          <div className="rg-card-body"><Text as="p">{words.mean(mean, answers)}</Text></div>
          <RecordTable
            caption={words.caption}
            columns={[{ key: 'stars', heading: words.column }, { key: 'answers', heading: words.answers, numeric: true }, { key: 'share', heading: words.share, numeric: true }]}
            rows={[5, 4, 3, 2, 1].map((one) => ({ key: String(one), cells: { stars: <Stars stars={one} />, answers: number(stars[one - 1] ?? 0), share: percent((stars[one - 1] ?? 0) / answers) } }))}
          />
        </>
      )}
    </Card>
  );
}

export function SourcesCard({ sources }: { sources: AnswersPage['sources'] }) {
  const words = useWords().answers;
  const { number, percent } = useFormats();
  const answers = sources.reduce((sum, one) => sum + one.answers, 0);
  const { sources: page } = words;
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{page.title}</Text></div>
      {answers === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{page.none}</Text></div> : (
        <RecordTable
          caption={page.caption}
          columns={[{ key: 'source', heading: page.source }, { key: 'answers', heading: page.answers, numeric: true }, { key: 'share', heading: page.share, numeric: true }]}
          rows={sources.map((one) => ({ key: one.source, cells: { source: words.source[one.source], answers: number(one.answers), share: percent(one.answers / answers) } }))}
        />
      )}
      <div className="rg-card-foot"><Text as="p" variant="bodySm" tone="subdued">{page.one}</Text></div>
    </Card>
  );
}

/** Products by their stars, each with the way to what was written about it. */
export function ProductStarsCard({ products, address }: { products: AnswersPage['products']; address: (product: string) => string }) {
  const words = useWords().answers.products;
  const { number } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {products.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.caption}
          columns={[
            { key: 'product', heading: words.product }, { key: 'answers', heading: words.answers, numeric: true }, { key: 'mean', heading: words.mean, numeric: true }, { key: 'low', heading: words.low, numeric: true },
          ]}
          rows={products.map(({ id, title, answers, mean, low }) => ({
            key: id,
            cells: { product: <Link to={address(id)} aria-label={words.words(title)}><bdi>{title}</bdi></Link>, answers: number(answers), mean: number(Math.round(mean * 10) / 10), low: number(low) },
          }))}
        />
      )}
    </Card>
  );
}
