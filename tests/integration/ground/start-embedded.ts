/** Another process that starts or joins the embedded PostgreSQL of a directory, prints where it is, and ends when its input does. Arguments: directory. */
import { startEmbeddedPostgres } from '#app/database/embedded.server.ts';

const server = await startEmbeddedPostgres({ directory: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ ownerUrl: server.ownerUrl })}\n`);
process.stdin.resume();
process.stdin.once('end', () => void server.stop().then(() => process.exit(0)));
