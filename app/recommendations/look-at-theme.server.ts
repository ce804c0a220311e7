import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { MainThemeBlocksDocument } from '../shopify/generated/main-theme-blocks.ts';
import { placedBlocks, type PlacedBlocks, type ThemeFile } from './theme-blocks.ts';

/** How the theme in use stands. */
export type ThemeLook =
  | { state: 'read'; theme: string; placed: PlacedBlocks }
  /** No theme is in use; a file of it could not be read. */
  | { state: 'unknown' };

/** Pages of 50 files: themes have some dozens of templates. */
const MOST_PAGES = 10;

/**
 * Looks at Shopify which blocks stand in the theme in use.
 * @throws as the Admin client: without the scope read_themes a TerminalError of the code access-denied
 */
export async function lookAtTheme(options: { shopDomain: string; client?: AdminClient; signal?: AbortSignal }): Promise<ThemeLook> {
  const client = options.client ?? adminClient(options.shopDomain);
  const files: ThemeFile[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Awaited<ReturnType<typeof ask>> = await ask(client, after, options.signal);
    const theme = answer.themes?.nodes[0];
    const handle = answer.currentAppInstallation.app.handle;
    if (theme === undefined || handle === null || theme.files === null) return { state: 'unknown' };
    for (const { filename, body } of theme.files.nodes) {
      if (body.__typename !== 'OnlineStoreThemeFileBodyText') return { state: 'unknown' };
      files.push({ filename, content: body.content });
    }
    after = theme.files.pageInfo.endCursor;
    if (theme.files.pageInfo.hasNextPage && after !== null) continue;
    try {
      return { state: 'read', theme: theme.name, placed: placedBlocks(files, handle) };
    } catch (error) {
      if (error instanceof SyntaxError) return { state: 'unknown' };
      throw error;
    }
  }
  return { state: 'unknown' };
}

function ask(client: AdminClient, after: string | null, signal: AbortSignal | undefined) {
  return client.request(MainThemeBlocksDocument, { after }, { signal });
}
