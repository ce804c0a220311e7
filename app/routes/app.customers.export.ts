import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { readCustomerQuery } from '../components/customer-address.ts';
import { createFormats } from '../components/format.ts';
import { supportedLocale, wordsFor } from '../components/words/choose-language.ts';
import { customerSelectionSchema } from '../customers/customer-selection.ts';
import { loadExport } from '../customers/export-store.server.ts';
import { requestCustomersExport } from '../customers/request-customers-export.server.ts';
import { noteAccess } from '../privacy/access-log.server.ts';
import { answerForm } from '../shops/answer-form.server.ts';
import { authenticateShop } from '../shops/authenticate-shop.server.ts';
import { loadShopLocale } from '../shops/load-shop-locale.server.ts';

const form = {
  schema: z.object({
    query: z.string().max(20_000).transform((search) => readCustomerQuery(new URLSearchParams(search))),
    /** Ids parted by commas; empty: all that match. */
    ids: z.string().max(20_000).transform((ids) => (ids === '' ? null : ids.split(','))).pipe(customerSelectionSchema.shape.ids),
    locale: z.string(),
  }),
  wrong: 'Send the list’s address (query), the marked customers (ids) and the language (locale). Open Customers again.',
};

/** Asks for the list, or the marked customers, as a file: answers with the address to have it from. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  return answerForm(request, form, async ({ shopId, userId }, { query, ids, locale }) => {
    const { currency, timeZone } = await loadShopLocale({ shopId });
    const words = wordsFor(createFormats(supportedLocale(locale), currency, timeZone));
    const { headings, consentName } = words.customersPage.file;
    noteAccess({ shopId, by: userId, what: 'export', customerId: null });
    return requestCustomersExport({
      shopId, by: userId, selection: { query, ids },
      layout: { headings: headings(currency), tierName: words.tierName, stageName: words.stageName, consentName, notScored: words.excluded },
    });
  });
}

/** How far an export is, for the screen that asked for it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateShop(request);
  const exportId = Number(new URL(request.url).searchParams.get('id'));
  const entry = Number.isSafeInteger(exportId) && exportId > 0 && exportId < 2 ** 31 ? await loadExport({ shopId, exportId }) : null;
  if (entry === null) throw new Response(null, { status: 404 });
  const { state, rows, rowsExpected, bytes } = entry;
  return { exportId, state, rows, rowsExpected, bytes };
}
