/** A process with a pump that dies on the spot when it has a poisoned event in its hands, as one does whose memory is gone. It ends by itself when the inbox has nothing due. */
import { shopsWithDueEvents } from '#app/inbox/claim-events.server.ts';
import { startPump } from '#app/inbox/pump.server.ts';

const TOPICS = ['orders/create'];

startPump({
  topics: TOPICS,
  work: async ({ events }) => {
    if (events.some((one) => one.readable && (one.event.body as { kind?: string }).kind === 'poison')) process.kill(process.pid, 'SIGKILL');
    return events.map(({ event }) => ({ event, state: 'done' as const }));
  },
});

for (let quiet = 0; quiet < 2; ) {
  await new Promise((done) => setTimeout(done, 200));
  quiet = (await shopsWithDueEvents(TOPICS)).length === 0 ? quiet + 1 : 0;
}
process.exit(0);
