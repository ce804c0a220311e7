import { PrismaPg } from 'adapter-pg-7';
import type pg from 'pg';

/**
 * The connection that Prisma's schema engine works through. Two things of the published adapter are mended here:
 * it cuts a script at every semicolon, which breaks a function's body, and it does not know the catalogue's "char" type.
 * One connection only, because the engine holds a session-level lock on it; and none that keeps the process waiting 10 s for its idle time-out.
 */
export class SchemaEngineAdapter extends PrismaPg {
  constructor(connectionString: string) {
    super({ connectionString, max: 1, allowExitOnIdle: true });
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    return mend(await super.connect());
  }

  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    return mend(await super.connectToShadowDb());
  }
}

type Connection = Awaited<ReturnType<PrismaPg['connect']>>;

/** Catalogue types as the engine reads them: "char" (18) and name (19), given as text. */
function mend(connection: Connection): Connection {
  const pool = connection.underlyingDriver() as unknown as pg.Pool;
  connection.executeScript = async (script: string): Promise<void> => {
    await pool.query(script);
  };
  return connection;
}
