import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { queueIsReached } from '../jobs/queue.server.ts';
import { config } from '../runtime/config.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { answerHealth, databaseIsReady, measure } from './health.server.ts';

/**
 * The worker's own small port for health, readiness and metrics, where WORKER_PORT asks for one.
 * @returns what ends it
 * @throws InvalidInputError when the port is taken
 */
export async function startWorkerHealth(): Promise<() => Promise<void>> {
  const { host, workerPort } = config();
  measure();
  if (workerPort === undefined) return async () => {};
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    answerHealth(path, request, response, [databaseIsReady, queueIsReady]).then(
      (answered) => void (answered || response.writeHead(404).end()),
      () => void response.writeHead(500).end(),
    );
  });
  await listen(server, workerPort, host);
  return async () => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  };
}

async function queueIsReady(): Promise<string | null> {
  return (await queueIsReached()) ? null : 'the job queue is not reached';
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new InvalidInputError('port', `The worker cannot listen at port ${port} on ${host}. Stop what listens there, or set WORKER_PORT.`, { cause });
  }
}
