import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assertSafeRoles, closePools } from '#app/database/pools.server.ts';
import { freePort } from '#app/database/embedded.server.ts';
import { setDatabaseUrls } from '#app/runtime/config.server.ts';
import { InvalidInputError } from '#app/runtime/errors.ts';
import { connectedAs, otherUrl, urlOf } from './roles.ts';

const EMPTY = 'ground_without_tables';
const PASSWORD = 'only-for-this-test';
const ROLES = ['ground_bypass', 'ground_member_of_owner', 'ground_member_of_superuser', 'ground_nobody'];

beforeAll(async () => {
  await connectedAs('superuser', async (client) => {
    for (const role of ROLES) await client.query(`DROP ROLE IF EXISTS ${role}`);
    await client.query(`CREATE ROLE ground_bypass LOGIN BYPASSRLS PASSWORD '${PASSWORD}'`);
    await client.query(`CREATE ROLE ground_member_of_owner LOGIN NOINHERIT PASSWORD '${PASSWORD}' IN ROLE regulars_owner`);
    await client.query(`CREATE ROLE ground_member_of_superuser LOGIN NOINHERIT PASSWORD '${PASSWORD}' IN ROLE postgres`);
    await client.query(`CREATE ROLE ground_nobody LOGIN PASSWORD '${PASSWORD}'`);
    await client.query(`DROP DATABASE IF EXISTS ${EMPTY} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${EMPTY} OWNER regulars_owner`);
  });
});

afterEach(async () => closePools());

afterAll(async () => {
  await connectedAs('superuser', async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${EMPTY} WITH (FORCE)`);
    for (const role of ROLES) await client.query(`DROP ROLE IF EXISTS ${role}`);
  });
});

const app = urlOf('app');
const system = urlOf('system');

/** What the web and the worker process would print before they end. */
async function refusalWith(urls: { app?: string; system?: string }): Promise<string> {
  await closePools();
  setDatabaseUrls({ app: urls.app ?? app, system: urls.system ?? system, owner: undefined });
  const error: unknown = await assertSafeRoles().then(() => new Error('nothing was refused'), (caught: unknown) => caught);
  expect(error).toBeInstanceOf(InvalidInputError);
  const { message } = error as Error;
  expect(message).not.toContain(PASSWORD);
  expect(message).not.toContain(new URL(app).password);
  return message;
}

describe('the start of a process', () => {
  it('goes on with the roles that the migrations provide for', async () => {
    setDatabaseUrls({ app, system, owner: undefined });
    await expect(assertSafeRoles()).resolves.toBeUndefined();
  });

  it('is refused as a superuser, for either role', async () => {
    for (const role of ['app', 'system'] as const) {
      expect(await refusalWith({ [role]: urlOf('superuser') })).toMatch(new RegExp(`postgres is a superuser.*Connect as regulars_${role}`));
    }
  });

  it('is refused with BYPASSRLS', async () => {
    expect(await refusalWith({ app: otherUrl(app, { user: 'ground_bypass', password: PASSWORD }) })).toMatch(/ground_bypass has BYPASSRLS.*regulars_app/);
  });

  it("is refused as the tables' owner", async () => {
    expect(await refusalWith({ app: urlOf('owner') })).toMatch(/regulars_owner owns the table .*Only regulars_owner may own tables, and nothing but migrations/);
  });

  it('is refused as a role that could become the owner or a superuser with SET ROLE, even without inheriting it', async () => {
    expect(await refusalWith({ app: otherUrl(app, { user: 'ground_member_of_owner', password: PASSWORD }) })).toMatch(/ground_member_of_owner .*regulars_owner/);
    expect(await refusalWith({ system: otherUrl(system, { user: 'ground_member_of_superuser', password: PASSWORD }) })).toMatch(/ground_member_of_superuser .*postgres/);
  });

  it('is refused when the two addresses are swapped, the same, or of a role without rights', async () => {
    expect(await refusalWith({ app: system, system: app })).toMatch(/DATABASE_URL.*regulars_system/);
    expect(await refusalWith({ system: app })).toMatch(/DATABASE_SYSTEM_URL.*regulars_app/);
    expect(await refusalWith({ app: otherUrl(app, { user: 'ground_nobody', password: PASSWORD }) })).toMatch(/DATABASE_URL.*ground_nobody/);
  });

  it('is refused on a database without tables, with the command that makes them', async () => {
    expect(await refusalWith({ app: otherUrl(app, { database: EMPTY }), system: otherUrl(system, { database: EMPTY }) })).toMatch(/no tables yet.*npm run migrate/);
  });

  it('is refused when no database answers, the password is wrong or the database is not there, naming the variable', async () => {
    const port = await freePort();
    expect(await refusalWith({ app: otherUrl(app, { port }) })).toMatch(/does not answer: .*ECONNREFUSED.*Check DATABASE_URL/);
    // Node tries both addresses of localhost and reports the two failures in one error that has no words of its own.
    expect(await refusalWith({ app: otherUrl(app, { port }).replace('127.0.0.1', 'localhost') })).toMatch(/does not answer: .*ECONNREFUSED/);
    expect(await refusalWith({ system: otherUrl(system, { password: 'wrong' }) })).toMatch(/password authentication failed.*Check DATABASE_SYSTEM_URL/);
    expect(await refusalWith({ app: otherUrl(app, { database: 'not_there' }) })).toMatch(/"not_there" does not exist/);
    expect(await refusalWith({ app: 'postgresql://user:50%@127.0.0.1:1/x' })).toMatch(/Check DATABASE_URL/);
  });
});
