import { withTenant } from '../database/tenant.server.ts';
import { loadTagWriting } from '../tags/load-tag-writing.server.ts';
import { loadTagUndoPreviews } from '../tags/undo-tag.server.ts';
import type { TagWritingPage } from './tag-changes.ts';

/** All that the screen of how tags are written shows. */
export async function loadTagWritingPage(options: { shopId: number }): Promise<TagWritingPage> {
  const [writing, undo] = await Promise.all([withTenant(options.shopId, loadTagWriting), loadTagUndoPreviews(options)]);
  return { writing, undo };
}
