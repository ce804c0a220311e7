import { machineNow } from '../runtime/clock.server.ts';
import { config } from '../runtime/config.server.ts';
import { decrypt, encrypt } from '../runtime/crypto.server.ts';
import { z } from 'zod';

/** Long enough for a slow click and a phone's second request, too short to be passed on. */
export const LINK_LIVES_MS = 5 * 60_000;
/** Bound into the link as associated data: nothing else that the app encrypts can be taken for one. */
const PURPOSE = 'download-link';
const Contents = z.tuple([z.number().int().positive(), z.number().int().positive(), z.number().int()]);

/** What downloads are answered below. */
export const DOWNLOADS_PATH = '/exports/';

/**
 * The address that one export can be downloaded from for a few minutes. A download is a plain navigation of the browser,
 * which carries no session token, and the app's frame has no cookies: so the address itself says, sealed with the
 * app's key, which shop's export it is and until when.
 */
export function downloadLink(options: { shopId: number; exportId: number }): string {
  const contents: z.infer<typeof Contents> = [options.shopId, options.exportId, machineNow() + LINK_LIVES_MS];
  return DOWNLOADS_PATH + encrypt(JSON.stringify(contents), PURPOSE, config().encryptionKeys);
}

/** Which export a link is for; null for one that has expired, was changed or made up. @param path the address's path */
export function readDownloadLink(path: string): { shopId: number; exportId: number } | null {
  if (!path.startsWith(DOWNLOADS_PATH)) return null;
  try {
    const [shopId, exportId, until] = Contents.parse(JSON.parse(decrypt(path.slice(DOWNLOADS_PATH.length), PURPOSE, config().encryptionKeys)));
    return machineNow() <= until ? { shopId, exportId } : null;
  } catch {
    return null;
  }
}
