/** A worker process that claims a job and never finishes it: it is there to be killed. Says `claimed` when it has one. */
import { handle, workOn } from '#app/jobs/worker.server.ts';
import { crashJob } from './test-jobs.ts';

await workOn([handle(crashJob, async () => {
  process.stdout.write('claimed\n');
  await new Promise(() => undefined);
})]);
