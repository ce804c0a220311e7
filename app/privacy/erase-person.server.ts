import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { forgetPayloads } from '../inbox/forget-payloads.server.ts';
import { forgetOutputs } from '../jobs/forget-outputs.server.ts';
import { HELD_DATA } from './held-data.ts';
import { payloadFinder } from './person-in-payload.ts';
import { personFinder, TAKEN_OUT, withoutPersonIn, wordsOf, type PersonWords } from './person-words.ts';

/**
 * Removes a person who was redacted (redactInMirror) from everything that the app keeps: rows of every table of the list, texts that name
 * them, payloads of events that wait, what jobs said. Done again it removes what came since.
 */
export async function erasePerson(options: { shopId: number; shopDomain: string; person: PersonWords; exceptEvent?: number }): Promise<void> {
  const { shopId, shopDomain, person } = options;
  await withTenant(shopId, async (tx) => {
    await eraseRows(tx, person.ids);
    await eraseTexts(tx, person);
  });
  await forgetPayloads({ shopDomain, names: payloadFinder(person), ...(options.exceptEvent === undefined ? {} : { except: options.exceptEvent }) });
  await forgetOutputs({ shopId, names: personFinder(person) });
}

/** Rows that are these customers', by their number alone. */
export async function eraseRows(tx: TenantTransaction, customerIds: readonly number[]): Promise<void> {
  for (const [table, { of, redaction }] of Object.entries(HELD_DATA)) {
    if (of === null) continue;
    // A condition that finds its rows by their orders alone has no second parameter.
    const whose = `t.shop_id = $1 AND $2::bigint[] IS NOT NULL AND ${of}`;
    if (redaction === 'rows') await tx.query(`DELETE FROM ${table} t WHERE ${whose}`, [tx.shopId, customerIds]);
    if (redaction === 'number') await tx.query(`UPDATE ${table} t SET customer_id = NULL WHERE ${whose}`, [tx.shopId, customerIds]);
  }
}

interface NamingRow {
  place: string;
  id: string | null;
  text: string;
  type: string;
}

/** Texts that name the person, in rows that are not theirs. */
async function eraseTexts(tx: TenantTransaction, person: PersonWords): Promise<void> {
  const names = personFinder(person);
  const words = wordsOf(person);
  for (const [table, { texts = [] }] of Object.entries(HELD_DATA)) {
    for (const column of texts) {
      const { rows } = await tx.query<NamingRow & Record<string, unknown>>(
        `SELECT t.ctid::text AS place, to_jsonb(t)->>'id' AS id, t.${column}::text AS text, pg_typeof(t.${column})::text AS type
           FROM ${table} t WHERE t.shop_id = $1 AND EXISTS (SELECT FROM unnest($2::text[]) AS word WHERE strpos(lower(t.${column}::text), word) > 0) FOR UPDATE`,
        [tx.shopId, words],
      );
      for (const { place, id, text, type } of rows) {
        if (type !== 'jsonb' && !names(text)) continue;
        await tx.query(`UPDATE ${table} SET ${column} = $3 WHERE shop_id = $1 AND ctid = $2::tid`, [tx.shopId, place, type === 'jsonb' ? JSON.stringify(withoutPersonIn(JSON.parse(text), names)) : nameless(column, id)]);
      }
    }
  }
}

/** No two views of a shop have one name. */
function nameless(column: string, id: string | null): string {
  return column.startsWith('name') && id !== null ? `${TAKEN_OUT} ${id}` : TAKEN_OUT;
}
