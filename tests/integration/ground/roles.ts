import pg from 'pg';

/** Connections to this file's database by role, for looking at it from outside the app's own modules. */
export type Role = 'app' | 'system' | 'owner' | 'superuser';

const VARIABLES: Record<Role, string> = {
  app: 'DATABASE_URL',
  system: 'DATABASE_SYSTEM_URL',
  owner: 'DATABASE_OWNER_URL',
  superuser: 'TEST_SUPERUSER_URL',
};

export function urlOf(role: Role): string {
  const url = process.env[VARIABLES[role]];
  if (url === undefined) throw new Error(`${VARIABLES[role]} is not set: this file belongs to the vitest project "integration".`);
  return url;
}

/** Runs `work` on a connection of its own, and closes it. */
export async function connectedAs<Result>(role: Role, work: (client: pg.Client) => Promise<Result>, url = urlOf(role)): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The address of another database or role of the same server. */
export function otherUrl(url: string, change: { database?: string; user?: string; password?: string; port?: number }): string {
  const address = new URL(url);
  if (change.database !== undefined) address.pathname = `/${change.database}`;
  if (change.user !== undefined) address.username = change.user;
  if (change.password !== undefined) address.password = change.password;
  if (change.port !== undefined) address.port = String(change.port);
  return address.href;
}
