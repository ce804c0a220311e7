import { systemPool } from '../database/pools.server.ts';
import { config } from '../runtime/config.server.ts';
import { decrypt, encrypt, encryptedWith } from '../runtime/crypto.server.ts';
import { TerminalError } from '../runtime/errors.ts';

/** What became of the stored sessions. */
export interface KeyRotation {
  /** Encrypted anew with the current key. */
  renewed: number;
  /** Stood under the current key already. */
  current: number;
  /** Open with none of the keys; to Shopify's library such a session is none, and the merchant's next visit replaces it. */
  unreadable: number;
}

/** A token that another process renews meanwhile is looked at again; nobody renews one shop's so often. */
const MOST_LOOKS = 5;

interface StoredTokens {
  id: string;
  shop: string;
  access: string;
  refresh: string | null;
}

/**
 * Encrypts every stored token with the current key, while the app runs: each row is replaced only as it was read, so that
 * a token which is renewed at the same moment is never overwritten by its predecessor. Afterwards the other keys can go.
 */
export async function rotateKeys(): Promise<KeyRotation> {
  const result: KeyRotation = { renewed: 0, current: 0, unreadable: 0 };
  const { rows } = await systemPool().query<{ id: string }>('SELECT id FROM sessions ORDER BY id');
  for (const { id } of rows) {
    const outcome = await renewSession(id);
    if (outcome !== null) result[outcome] += 1;
  }
  return result;
}

/** @returns null for a session that has gone meanwhile */
async function renewSession(id: string): Promise<keyof KeyRotation | null> {
  const keys = config().encryptionKeys;
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    const { rows } = await systemPool().query<StoredTokens>('SELECT id, shop, access_token AS access, refresh_token AS refresh FROM sessions WHERE id = $1', [id]);
    const stored = rows[0];
    if (stored === undefined) return null;
    const { shop, access, refresh } = stored;
    const isCurrent = (token: string | null): boolean => token === null || token === '' || encryptedWith(token) === keys[0]?.id;
    if (isCurrent(access) && isCurrent(refresh)) return 'current';
    const again = (token: string | null): string | null => (isCurrent(token) ? token : encrypt(decrypt(token ?? '', shop, keys), shop, keys));
    let renewed: [string | null, string | null];
    try {
      renewed = [again(access), again(refresh)];
    } catch (error) {
      if (error instanceof TerminalError) return 'unreadable';
      throw error;
    }
    const { rowCount } = await systemPool().query(
      'UPDATE sessions SET access_token = $2, refresh_token = $3 WHERE id = $1 AND access_token = $4 AND refresh_token IS NOT DISTINCT FROM $5',
      [id, ...renewed, access, refresh],
    );
    if (rowCount === 1) return 'renewed';
  }
  throw new TerminalError('key-rotation', `The session ${id} changed each time that it was looked at. Run this again.`);
}
