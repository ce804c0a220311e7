import { PrismaPg } from '@prisma/adapter-pg';
import { databaseUrls } from '../runtime/config.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { PrismaClient, type Prisma } from './generated/client.ts';

/**
 * Prisma for everyday queries; bulk and hot paths use the pool (a query through Prisma costs about ten times a prepared one).
 * Two clients as there are two roles. They keep small pools of their own.
 */
const clients = new Map<'app' | 'system', PrismaClient>();

function client(role: 'app' | 'system'): PrismaClient {
  const known = clients.get(role);
  if (known !== undefined) return known;
  const urls = databaseUrls();
  const made = new PrismaClient({ adapter: new PrismaPg({ connectionString: urls[role], max: 5 }) });
  clients.set(role, made);
  return made;
}

/** Shops and sessions: never a tenant's rows. */
export function systemPrisma(): PrismaClient {
  return client('system');
}

/**
 * A Prisma transaction that has named its shop. Inside it use only the `tx` that is handed in: the outer client would
 * wait for a connection that this transaction holds.
 */
export async function withTenantPrisma<Result>(shopId: number, work: (tx: Prisma.TransactionClient) => Promise<Result>): Promise<Result> {
  if (!Number.isInteger(shopId) || shopId <= 0) throw new TerminalError('tenant', `${shopId} is not a shop's id.`);
  return client('app').$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('app.shop_id', ${String(shopId)}, true)`;
    return work(tx);
  });
}

export async function closePrisma(): Promise<void> {
  const open = [...clients.values()];
  clients.clear();
  await Promise.all(open.map((one) => one.$disconnect()));
}
