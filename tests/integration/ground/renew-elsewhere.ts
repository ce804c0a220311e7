/** A second process that asks for the shop's token at the same moment: prints it. Arguments: shop, the address in Shopify's place. */
import { sendShopsTo } from './fake-shopify.ts';
import { offlineAccessToken } from '#app/shopify/offline-token.server.ts';

const [shop, origin] = process.argv.slice(2);
sendShopsTo(origin ?? '');
try {
  const tokens = await Promise.all(Array.from({ length: 5 }, () => offlineAccessToken(shop ?? '')));
  process.stdout.write(tokens.join(' '));
  process.exit(0);
} catch (error) {
  process.stdout.write(`failed: ${String(error)}`);
  process.exit(1);
}
