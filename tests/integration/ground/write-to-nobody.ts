import { endInWords, log } from '#app/runtime/log.server.ts';

/** Ends while more of the log is waiting than the pipe takes, its reader gone. Run by log-reader.test.ts. */
endInWords();
process.on('SIGTERM', () => {
  for (let line = 0; line < 5_000; line += 1) log.info({ line }, 'a line that nobody reads');
  process.exit(0);
});
setInterval(() => {}, 1_000);
process.send?.('ready');
