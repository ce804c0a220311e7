import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import type { KindChoice, ListKind } from '../recommendations/method-choice.ts';
import type { ResultsPage } from '../recommendations/recommendations-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** For each kind of list which method serves, how it did on the shop's own past beside the simpler ones, and why. */
export function MethodsCard({ methods }: { methods: ResultsPage['methods'] }) {
  const words = useWords().recommendations.methods;
  const backTest = methods?.choice.backTest ?? null;
  const kinds = methods === null ? [] : (Object.entries(methods.choice.kinds) as [ListKind, KindChoice][]);
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      <div className="rg-card-body"><p>{methods === null ? words.notYet : backTest === null ? words.none : words.what(backTest.asOf, backTest.days)}</p></div>
      {kinds.map(([kind, choice]) => <Kind key={kind} kind={kind} choice={choice} />)}
      {kinds.some(([, { figures }]) => figures.length > 0) ? <div className="rg-card-body"><p className="rg-small">{words.note}</p></div> : null}
    </Card>
  );
}

function Kind({ kind, choice }: { kind: ListKind; choice: KindChoice }) {
  const words = useWords().recommendations.methods;
  const { number, percent } = useFormats();
  return (
    <>
      <div className="rg-card-body">
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">{words.kind[kind]}</Text>
          <p>{choice.figures.length === 0 ? `${words.method[choice.serves]}: ` : null}{words.why[choice.why]} {choice.figures.length === 0 ? null : words.lists(choice.lists)}</p>
        </BlockStack>
      </div>
      {choice.figures.length === 0 ? null : (
        <RecordTable
          caption={words.caption(words.kind[kind])}
          columns={[{ key: 'name', heading: words.name }, { key: 'hits', heading: words.hits, numeric: true }, { key: 'found', heading: words.found, numeric: true }, { key: 'rank', heading: words.rank, numeric: true }, { key: 'coverage', heading: words.coverage, numeric: true }]}
          rows={choice.figures.map(({ method, recall, ndcg, hitRate, coverage }) => ({
            key: method,
            cells: {
              name: <InlineStack gap="100" blockAlign="center">{words.method[method]}{method === choice.serves ? <Badge tone="success">{words.serves}</Badge> : null}</InlineStack>,
              hits: percent(hitRate), found: percent(recall), rank: number(Math.round(ndcg * 1_000) / 1_000), coverage: percent(coverage),
            },
          }))}
        />
      )}
    </>
  );
}
