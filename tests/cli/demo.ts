import process from 'node:process';
import { UsageError, readDemoArguments, usage, type DemoArguments } from './demo/arguments.ts';
import { openHouse } from './demo/house.ts';
import { Merchant } from './demo/merchant.ts';
import type { StandInAddresses } from './demo/standin-process.ts';

function whereToLook([first, ...others]: StandInAddresses['shops'], args: DemoArguments): string {
  const beside = others.length === 0 ? '' : `\n\nThe same app in another shop, where it knows nothing of the first:\n${others.map((shop) => `\n  ${shop.adminUrl}/apps/regulars  (${shop.name})`).join('')}\n\nThe home page of each shop's admin leads to the others.`;
  const faults = args.faults === undefined ? '' : `\n\nThe local Shopify misbehaves by seed ${args.faults}; ${first?.adminUrl}/webhooks shows what became of each webhook.`;
  return `\nRegulars runs in a local Shopify admin. Open\n\n  ${first?.adminUrl}/apps/regulars\n\nWhat its shoppers see (log in as any customer, buy):\n\n  ${first?.storefrontUrl}${beside}${faults}\n\nThe import can be watched there. Stop with Ctrl-C; what was done stays in ${args.data}.`;
}

/** `npm run demo`: everything at once on this machine, without a Shopify account. */
async function main(): Promise<void> {
  const args = readDemoArguments(process.argv.slice(2));
  if (args === 'help') {
    console.log(usage);
    return;
  }
  const say = (line: string): void => console.log(line);
  const house = await openHouse(args, say);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= house.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing !== undefined) process.exit(1);
      say('\nStopping ...');
      void close().then(() => process.exit(0));
    });
  }
  try {
    const { shops } = house.addresses;
    for (const { domain } of shops) await new Merchant(house, domain).open();
    if (args.once) {
      const { runOnce } = await import('./demo/once.ts');
      await runOnce(house, args, say);
      await close();
      process.exit(0);
    }
    say(whereToLook(shops, args));
    const message = await house.broken;
    if (closing === undefined) throw new Error(message);
  } catch (error) {
    await close();
    throw error;
  }
}

await main().catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof UsageError) console.error('npm run demo -- --help lists what there is.');
  process.exit(1);
});
