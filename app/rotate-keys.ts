import { closePools } from './database/pools.server.ts';
import { rotateKeys } from './shopify/rotate-keys.server.ts';

/** `npm run rotate-keys`: encrypts all stored tokens with the first of ENCRYPTION_KEYS, while the app runs. Says when the other keys can go. */
try {
  const { renewed, current, unreadable } = await rotateKeys();
  console.log(`${renewed} sessions encrypted anew, ${current} had the current key already.`);
  if (unreadable > 0) console.log(`${unreadable} open with none of the keys: a key was taken out of ENCRYPTION_KEYS too early. Add it back, or let their merchants open the app again.`);
  else console.log('The other keys can go from ENCRYPTION_KEYS.');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await closePools();
}
