import process from 'node:process';
import { UsageError, readDemoArguments, usage } from './demo/arguments.ts';
import { openHouse } from './demo/house.ts';
import { Merchant } from './demo/merchant.ts';

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
    const merchant = new Merchant(house);
    await merchant.open();
    if (args.once) {
      const { runOnce } = await import('./demo/once.ts');
      await runOnce(house, merchant, args, say);
      await close();
      process.exit(0);
    }
    say(`\nRegulars runs in a local Shopify admin. Open\n\n  ${house.addresses.adminUrl}/apps/regulars\n\nThe import can be watched there. Stop with Ctrl-C; what was done stays in ${args.data}.`);
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
