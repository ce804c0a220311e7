import { withTenant } from '../database/tenant.server.ts';
import { loadMetafieldWriting } from '../metafields/writing-store.server.ts';
import { loadTagWriting } from '../tags/load-tag-writing.server.ts';
import { loadTagUndoPreviews } from '../tags/undo-tag.server.ts';
import type { TagWritingPage } from './tag-changes.ts';

/** All that the screen of how tags are written shows. */
export async function loadTagWritingPage(options: { shopId: number }): Promise<TagWritingPage> {
  const [writing, undo, fields] = await Promise.all([withTenant(options.shopId, loadTagWriting), loadTagUndoPreviews(options), withTenant(options.shopId, loadMetafieldWriting)]);
  return { writing, undo, metafields: fields === null ? 'off' : fields.pausedAt !== null ? 'paused' : fields.state };
}
