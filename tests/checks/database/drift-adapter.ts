import type { PrismaPg } from 'adapter-pg-7';
import type pg from 'pg';
import { SchemaEngineAdapter } from '../../../prisma/schema-engine-adapter.ts';

type Connection = Awaited<ReturnType<PrismaPg['connect']>>;

/** OID of the catalogue's one-letter type "char", and of text. */
const CHAR_OID = 18;
const TEXT_OID = 25;
/** ColumnTypeEnum.Character of Prisma's driver adapters. */
const CHARACTER = 6;

/**
 * Reads a database's catalogue for `prisma migrate diff`, with a shadow database of its own: the published adapter keeps the connection string's
 * database for the shadow one, and would run every migration in the main database.
 */
export class DriftAdapter extends SchemaEngineAdapter {
  readonly #shadowUrl: string;

  /** Two empty databases, both to be thrown away; connected as a superuser. */
  constructor(mainUrl: string, shadowUrl: string) {
    super(mainUrl);
    this.#shadowUrl = shadowUrl;
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    return readsCatalogue(await super.connect());
  }

  override async connectToShadowDb(): ReturnType<PrismaPg['connectToShadowDb']> {
    return readsCatalogue(await new SchemaEngineAdapter(this.#shadowUrl).connect());
  }
}

/** The adapter refuses "char"; the engine wants to be given it as a character. So it goes through as text, and is named afterwards. */
function readsCatalogue(connection: Connection): Connection {
  const pool = connection.underlyingDriver() as unknown as pg.Pool;
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  let characters: number[] = [];
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    // A script of several statements gives several results, and nobody reads them.
    const fields = Array.isArray(result) ? [] : result.fields;
    characters = fields.flatMap((field, index) => (field.dataTypeID === CHAR_OID ? [index] : []));
    for (const index of characters) Object.assign(fields[index] ?? {}, { dataTypeID: TEXT_OID });
    return result;
  }) as typeof pool.query;
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (asked) => {
    const result = await queryRaw(asked);
    for (const index of characters) result.columnTypes[index] = CHARACTER;
    return result;
  };
  return connection;
}
