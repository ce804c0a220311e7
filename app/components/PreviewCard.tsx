import { Form, Link } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { BLOCKS, type Block } from '../recommendations/merchant-rules.ts';
import { writePreviewChoice, type RecommendationsPage } from '../recommendations/recommendations-page.ts';
import { PersonName } from './PersonName.tsx';
import { LeftOutList, PreviewItems } from './PreviewItems.tsx';
import type { Rules } from './use-rules.ts';
import { useWords } from './words/WordsProvider.tsx';

interface PreviewProps {
  page: RecommendationsPage;
  rules: Rules;
}

/** Lists that are a customer's own, and lists that stand beside a product. */
const OF_CUSTOMERS: readonly Block[] = ['recommended', 'buy-again'];
const OF_PRODUCTS: readonly Block[] = ['together', 'also', 'complementary'];

/** One list as shoppers see it: which, beside what and for whom is chosen here. */
export function PreviewCard({ page, rules }: PreviewProps) {
  const all = useWords().recommendations;
  const words = all.preview;
  const { run, preview } = page;
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      <div className="rg-card-body">
        <BlockStack gap="300">
          <p className="rg-small rg-numbers">
            {run.last === null ? null : all.run.last(run.last.at, run.last.products, run.last.customers)} {run.underWay !== null ? all.run.working : run.fault !== null ? all.run.failed : null}
          </p>
          <Chooser key={`${page.choice.block} ${page.choice.search}`} page={page} />
          <Found page={page} />
          <ShownFor page={page} />
          {preview?.heldOut === true ? <p><strong>{words.heldOut}</strong></p> : null}
          {preview === null ? <p role="status">{words.busy}</p> : preview.items.length === 0 ? <p role="status">{whyEmpty(page, words)}</p> : null}
        </BlockStack>
      </div>
      {preview === null ? null : <><PreviewItems page={page} preview={preview} rules={rules} /><LeftOutList preview={preview} rules={rules} /></>}
    </Card>
  );
}

function whyEmpty({ choice, customer, product }: RecommendationsPage, words: ReturnType<typeof useWords>['recommendations']['preview']): string {
  if (choice.block === 'buy-again' && customer === null) return words.needsCustomer;
  return OF_PRODUCTS.includes(choice.block) && product === null ? words.needsProduct : words.empty;
}

function Chooser({ page: { choice } }: { page: RecommendationsPage }) {
  const all = useWords().recommendations;
  const words = all.preview;
  const [block, setBlock] = useState<string>(choice.block);
  const [search, setSearch] = useState(choice.search);
  return (
    <Form method="get" action="/app/recommendations">
      {choice.product === null ? null : <input type="hidden" name="product" value={choice.product} />}
      {choice.customer === null ? null : <input type="hidden" name="customer" value={choice.customer} />}
      <BlockStack gap="200">
        <div className="rg-two">
          <Select label={words.list} name="block" options={BLOCKS.map((one) => ({ value: one, label: all.block[one] }))} value={block} onChange={setBlock} />
          <TextField label={words.find} name="for" value={search} onChange={setSearch} autoComplete="off" helpText={words.findHelp} maxLength={100} />
        </div>
        <Box><Button submit variant="primary">{words.look}</Button></Box>
      </BlockStack>
    </Form>
  );
}

/** What was found for the words that were typed; a press looks at it. */
function Found({ page: { choice, found } }: { page: RecommendationsPage }) {
  const words = useWords().recommendations.preview;
  if (choice.search === '') return null;
  if (found.products.length + found.customers.length === 0) return <p role="status">{words.foundNone(choice.search)}</p>;
  const ofProduct = OF_CUSTOMERS.includes(choice.block) ? 'also' : choice.block;
  const ofCustomer = OF_CUSTOMERS.includes(choice.block) ? choice.block : 'recommended';
  return (
    <nav aria-label={words.found}>
      <ul className="rg-choices">
        {found.products.map(({ id, title }) => <li key={id}><Link to={writePreviewChoice(choice, { block: ofProduct, product: id, customer: null, search: '' })}><bdi>{title}</bdi></Link></li>)}
        {found.customers.map((one) => <li key={one.id}><Link to={writePreviewChoice(choice, { block: ofCustomer, customer: one.id, product: null, search: '' })}><PersonName {...one} brief /></Link></li>)}
      </ul>
    </nav>
  );
}

function ShownFor({ page: { product, customer } }: { page: RecommendationsPage }) {
  const words = useWords().recommendations.preview;
  if (customer !== null) return <p>{words.for} <strong><PersonName {...customer} linked brief /></strong></p>;
  return <p><strong><bdi>{product === null ? words.anybody : words.beside(product.title)}</bdi></strong></p>;
}
