import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { TerminalError } from './errors.ts';

/** A 32-byte key and its name, which is stored beside what it encrypted so that keys can rotate. */
export interface EncryptionKey {
  id: string;
  key: Buffer;
}

const FORM = 'v1';

/**
 * Encrypts text with AES-256-GCM (NIST SP 800-38D; 96-bit random nonce).
 * @param context bound in as associated data (the shop), so that a value moved to another row does not decrypt.
 * @returns `v1.<key id>.<nonce>.<tag>.<ciphertext>`, base64url parts.
 */
export function encrypt(text: string, context: string, keys: readonly EncryptionKey[]): string {
  const current = keys[0];
  if (current === undefined) throw new TerminalError('encryption-key', 'No encryption key is configured: set ENCRYPTION_KEYS.');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [FORM, current.id, nonce.toString('base64url'), cipher.getAuthTag().toString('base64url'), body.toString('base64url')].join('.');
}

/**
 * Decrypts what `encrypt` made with the same context and any of the keys.
 * @throws TerminalError when the key is gone, the context is another, or the value was changed.
 */
export function decrypt(value: string, context: string, keys: readonly EncryptionKey[]): string {
  const [form, keyId, nonce, tag, body] = value.split('.');
  if (form !== FORM || keyId === undefined || nonce === undefined || tag === undefined || body === undefined) {
    throw new TerminalError('decrypt', 'A stored secret is not in the form that this version writes. Install the app again at the shop to renew it.');
  }
  const key = keys.find((candidate) => candidate.id === keyId);
  if (key === undefined) throw new TerminalError('decrypt', `A stored secret was encrypted with the key "${keyId}", which ENCRYPTION_KEYS no longer has. Add it back behind the current one.`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(Buffer.from(body, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new TerminalError('decrypt', 'A stored secret does not decrypt: it was changed, or belongs to another shop.', { cause });
  }
}

/** The id of the key that a value was encrypted with; null for what is none of ours. */
export function encryptedWith(value: string): string | null {
  const [form, keyId] = value.split('.');
  return form === FORM && keyId !== undefined ? keyId : null;
}
