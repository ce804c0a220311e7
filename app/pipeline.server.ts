import { closePools, assertSafeRoles } from './database/pools.server.ts';
import { closePrisma } from './database/prisma.server.ts';
import { closeJobQueue, enqueue } from './jobs/queue.server.ts';
import { handle, workOn, type JobHandler } from './jobs/worker.server.ts';
import type { Job } from './jobs/job.ts';
import { config } from './runtime/config.server.ts';
import { setInstallListener } from './shopify/shopify-app.server.ts';
import { recordInstall } from './shops/shop-store.server.ts';

/**
 * The only place that wires rooms to one another: what a change in one sets going in the next.
 *
 *   install -> import -> (observe tags) -> rebuild profiles -> propose tags
 *   approval -> write tags
 */

const handlers: JobHandler[] = [];

/** Every declared job, for the owner to make queues of. */
export const jobs: Job<never>[] = handlers.map((handler) => handler.job);

/** Prepares the web process and says where it should listen. @throws InvalidInputError when the environment or the database is not usable */
export async function startWeb(): Promise<{ host: string; port: number }> {
  const { host, port } = config();
  await assertSafeRoles();
  setInstallListener(async ({ shopDomain }) => {
    await recordInstall(shopDomain);
  });
  return { host, port };
}

export async function stopWeb(): Promise<void> {
  await closeJobQueue();
  await closePrisma();
  await closePools();
}

/** Starts claiming jobs. @throws InvalidInputError when the environment or the database is not usable */
export async function startWorker(): Promise<void> {
  await assertSafeRoles();
  await workOn(handlers);
}

export async function stopWorker(): Promise<void> {
  await closeJobQueue();
  await closePrisma();
  await closePools();
}

void handle;
void enqueue;
