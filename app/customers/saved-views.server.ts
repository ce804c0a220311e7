import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError, errorCode } from '../runtime/errors.ts';
import { loadTagSettings } from '../tags/tag-settings-store.server.ts';
import type { TagSettings } from '../tags/tag-catalogue.ts';
import type { CustomerQuery } from './customer-list.ts';
import { customerQuerySchema } from './customer-selection.ts';
import { BUILT_IN_NAMES, LONGEST_VIEW_NAME, MOST_VIEWS, type SavedView } from './saved-view.ts';

const UNIQUE_VIOLATION = '23505';

/** A shop's views in the order they were saved, and what its tags are called (the list can be narrowed to whom a tag's rule fits). */
export async function loadViews(options: { shopId: number }): Promise<{ views: SavedView[]; tagSettings: TagSettings }> {
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number; name: string; query: unknown }>('SELECT id, name, query FROM saved_views WHERE shop_id = $1 ORDER BY id', [tx.shopId]);
    const { settings } = await loadTagSettings(tx);
    return {
      // A query that an older version wrote and this one does not understand is left out rather than shown as another list.
      views: rows.flatMap(({ id, name, query }) => {
        const parsed = customerQuerySchema.safeParse(query);
        return parsed.success ? [{ id, name, query: parsed.data }] : [];
      }),
      tagSettings: settings,
    };
  });
}

/** Keeps a list under a new name. @throws InvalidInputError when the name is empty, too long or taken, or there are too many */
export async function saveView(options: { shopId: number; by: string; name: string; query: CustomerQuery }): Promise<{ viewId: number }> {
  const name = usableName(options.name);
  return withTenant(options.shopId, (tx) => namedOnce(name, async () => {
    const { rows } = await tx.query<{ id: number }>(
      `INSERT INTO saved_views (shop_id, name, name_key, query, saved_by, saved_at)
       SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT count(*) FROM saved_views WHERE shop_id = $1) < $7 RETURNING id`,
      [tx.shopId, name, name.toLowerCase(), JSON.stringify(options.query), options.by, new Date(now()), MOST_VIEWS],
    );
    const viewId = rows[0]?.id;
    if (viewId === undefined) throw new InvalidInputError('view-count', `There are ${MOST_VIEWS} saved views already. Delete one that you no longer use, then save this one.`);
    return { viewId };
  }));
}

/** @throws InvalidInputError as `saveView`, or when the view is gone */
export async function renameView(options: { shopId: number; by: string; viewId: number; name: string }): Promise<{ viewId: number }> {
  const name = usableName(options.name);
  return withTenant(options.shopId, (tx) => namedOnce(name, () => change(tx, options, 'name = $5, name_key = $6', [name, name.toLowerCase()])));
}

/** Puts another list under the name of a view. @throws InvalidInputError when the view is gone */
export async function overwriteView(options: { shopId: number; by: string; viewId: number; query: CustomerQuery }): Promise<{ viewId: number }> {
  return withTenant(options.shopId, (tx) => change(tx, options, 'query = $5', [JSON.stringify(options.query)]));
}

/** Deletes a view; no harm when it is gone already. */
export async function deleteView(options: { shopId: number; viewId: number }): Promise<{ viewId: number }> {
  await withTenant(options.shopId, (tx) => tx.query('DELETE FROM saved_views WHERE shop_id = $1 AND id = $2', [tx.shopId, options.viewId]));
  return { viewId: options.viewId };
}

async function change(tx: TenantTransaction, view: { by: string; viewId: number }, assignments: string, values: unknown[]): Promise<{ viewId: number }> {
  const { rowCount } = await tx.query(
    `UPDATE saved_views SET saved_by = $3, saved_at = $4, ${assignments} WHERE shop_id = $1 AND id = $2`, [tx.shopId, view.viewId, view.by, new Date(now()), ...values],
  );
  if (rowCount === 0) throw new InvalidInputError('view-gone', 'This view was deleted in the meantime. Save the list as a new view.');
  return { viewId: view.viewId };
}

function usableName(given: string): string {
  const name = given.replaceAll('\0', '').replace(/\s+/gu, ' ').trim();
  if (name === '') throw new InvalidInputError('view-name', 'Give the view a name.');
  if (name.length > LONGEST_VIEW_NAME) throw new InvalidInputError('view-name', `The name is longer than ${LONGEST_VIEW_NAME} characters. Shorten it.`);
  if (BUILT_IN_NAMES.has(name.toLowerCase().replaceAll("'", '’'))) throw new InvalidInputError('view-name', `Every shop has a view called “${name}” already. Choose another name for yours.`);
  return name;
}

async function namedOnce<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === UNIQUE_VIOLATION) throw new InvalidInputError('view-name', `There is a view called “${name}” already. Choose another name, or open that view and update it.`, { cause: error });
    throw error;
  }
}
