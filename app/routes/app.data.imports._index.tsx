import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Box, Card, InlineStack } from '@shopify/polaris';
import { z } from 'zod';
import { importOutcome } from '../components/ImportFigures.tsx';
import { OutcomeBadge, Who } from '../components/LastRuns.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { Screen } from '../components/Screen.tsx';
import { ScreenError } from '../components/ScreenError.tsx';
import { useFormats, useWords } from '../components/words/WordsProvider.tsx';
import { loadImports } from '../insights/load-imports.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';

const addressSchema = z.object({ before: z.coerce.number().int().positive().max(2 ** 31 - 1).optional().catch(undefined) });

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  const { before } = addressSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return { ...(await loadImports({ shopId, before })), newest: before === undefined };
}

/** Every import there was. */
export default function Imports() {
  const { imports, older, newest } = useLoaderData<typeof loader>();
  const { dataPage: { imports: words, runs, back } } = useWords();
  const { number, instant } = useFormats();
  return (
    <Screen title={words.listTitle} backAction={{ content: back, url: '/app/data' }}>
      <Card padding="0">
        {imports.length === 0 ? <Box padding="400"><p>{words.none}</p></Box> : (
          <RecordTable
            caption={words.caption}
            columns={[
              { key: 'name', heading: words.columns.name }, { key: 'status', heading: words.columns.status }, { key: 'when', heading: words.columns.when }, { key: 'who', heading: words.columns.who },
              { key: 'read', heading: words.columns.read, numeric: true }, { key: 'rejected', heading: words.columns.rejected, numeric: true }, { key: 'took', heading: words.columns.took, numeric: true },
            ]}
            rows={imports.map((run) => ({
              key: String(run.id),
              cells: {
                name: <Link to={`/app/data/imports/${run.id}`}>{words.number(run.id)}</Link>, status: <OutcomeBadge outcome={importOutcome(run)} />, when: instant(run.startedAt ?? run.requestedAt), who: <Who who={run.who} />,
                read: number(run.read), rejected: number(run.rejected), took: run.seconds === null ? null : runs.took(run.seconds),
              },
            }))}
          />
        )}
        {older === null && newest ? null : (
          <Box padding="400">
            <InlineStack gap="400">
              {newest ? null : <Link className="rg-link" to="/app/data/imports">{words.newest}</Link>}
              {older === null ? null : <Link className="rg-link" to={`/app/data/imports?before=${older}`}>{words.older}</Link>}
            </InlineStack>
          </Box>
        )}
      </Card>
    </Screen>
  );
}

export function ErrorBoundary() {
  return <ScreenError />;
}
