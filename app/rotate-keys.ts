import { closePools } from './database/pools.server.ts';
import { rotateKeys } from './shopify/rotate-keys.server.ts';

/** `npm run rotate-keys`: encrypts all stored tokens with the first of ENCRYPTION_KEYS, while the app runs. Says when the other keys can go. */
try {
  const { renewed, current, unreadable } = await rotateKeys();
  console.log(`${renewed} sessions encrypted anew, ${current} had the current key already.`);
  if (unreadable > 0) {
    console.error(`${unreadable} of the sessions can be opened with none of the keys: a key was taken out of ENCRYPTION_KEYS too early. Put it back behind the current one and run this again; or have their merchants open the app, which stores new tokens. Until then no job runs for these shops, and the other keys must stay.`);
    process.exitCode = 1;
  } else console.log('The other keys can go from ENCRYPTION_KEYS.');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await closePools();
}
