/** A process with a pump whose turn never ends: it is there to be killed. Says `taken` when it has one. */
import { startPump } from '#app/inbox/pump.server.ts';

startPump({
  topics: ['orders/create'],
  work: async () => {
    process.stdout.write('taken\n');
    return new Promise(() => undefined);
  },
});
