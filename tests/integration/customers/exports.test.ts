import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CUSTOMERS_CSV_COLUMNS, type CustomersCsvLayout } from '#app/customers/customers-csv.ts';
import { downloadLink, readDownloadLink } from '#app/customers/download-link.server.ts';
import { listExports, loadExport, logExport } from '#app/customers/export-store.server.ts';
import { sendExport, type ExportKind } from '#app/customers/send-export.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { ingress } from '#app/ingress/ingress.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');
const LAYOUT: CustomersCsvLayout = {
  headings: Object.fromEntries(CUSTOMERS_CSV_COLUMNS.map((column) => [column, `The ${column}`])) as CustomersCsvLayout['headings'],
  tierName: { New: 'Fresh' }, stageName: { 'First-time': 'Once' }, consentName: { SUBSCRIBED: 'Yes' }, notScored: 'Not scored', currency: 'GBP',
};
const ALL = { query: {}, ids: null };
let shopId = 0;
let server: Server;
let kinds: Record<string, ExportKind> | undefined;

beforeAll(async () => {
  shopId = await makeShop({ scoring: { excludedTags: ['staff'] } });
  await putInMirror(shopId, {
    customers: [
      { id: 1, firstName: '=HYPERLINK("http://evil.example";"x")', lastName: 'Ömer, "Jr"', email: '+1@example.com', tags: ['vip', '-10% club'] },
      { id: 2, firstName: '😀', lastName: null, email: null, tags: ['staff'] },
      { id: 3, firstName: null, lastName: null, email: 'c@example.com', tags: [] },
    ],
    orders: [{ id: 1, customerId: 1, processedAt: '2011-12-01T12:00:00Z', lines: [{ net: 1250 }] }],
  });
  await rebuildProfiles({ shopId, now: NOW });
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const answered = kinds === undefined ? ingress(request, response) : sendExport({ path, head: request.method === 'HEAD', response, kinds }).then(() => true);
    void answered.then((done) => {
      if (!done) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await closePools();
  await closeFactory();
});

const address = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
const ask = (filter: unknown = ALL, kind = 'customers') =>
  logExport({ shopId, wanted: { kind, fileName: 'Kunden „neu“.csv', filter, layout: LAYOUT, requestedBy: '42', rowsExpected: 3 } });

describe('a download link', () => {
  it('is of one export of one shop, cannot be changed, and ends after five minutes', () => {
    const link = downloadLink({ shopId: 3, exportId: 9 });
    expect(readDownloadLink(link)).toEqual({ shopId: 3, exportId: 9 });
    const swapped = link.slice(0, -8) + (link.at(-8) === 'A' ? 'B' : 'A') + link.slice(-7);
    for (const bad of ['/exports/', '/exports/x', '/elsewhere', `${link}AAAA`, swapped, link.slice(0, -5)]) expect(readDownloadLink(bad)).toBeNull();
    const parts = link.split('.');
    parts[4] = Buffer.from('[4,9,99999999999999]').toString('base64url');
    expect(readDownloadLink(parts.join('.'))).toBeNull();
    vi.useFakeTimers({ now: Date.now() + 5 * 60_000 + 1_000 });
    expect(readDownloadLink(link)).toBeNull();
    vi.useRealTimers();
  });

  it('that is no good is answered in words, and logs nothing', async () => {
    const answer = await fetch(address('/exports/v1.a.b.c.d'));
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('export again');
  });
});

describe('an export of the list', () => {
  it('is a CSV that Excel reads, safe against formulas, and is logged with who, what, rows and bytes', async () => {
    const exportId = await ask();
    expect(await loadExport({ shopId, exportId })).toMatchObject({ state: 'asked', rows: 0, requestedBy: '42', filter: ALL, rowsExpected: 3 });
    const answer = await fetch(address(downloadLink({ shopId, exportId })));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename=\"Kunden _neu_.csv\"; filename*=UTF-8''Kunden%20%E2%80%9Eneu%E2%80%9C.csv");
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).split('\r\n');
    expect(lines).toEqual([
      CUSTOMERS_CSV_COLUMNS.map((column) => `"The ${column}"`).join(','),
      `1,"'=HYPERLINK(""http://evil.example"";""x"")","Ömer, ""Jr""","'+1@example.com",,,"Fresh","Once",5,1,3,1,12.5,"2011-12-01","2011-12-01","vip, -10% club"`,
      '3,,,"c@example.com",,,"Prospects","Prospect",,,,0,0,,,',
      '2,"😀",,,,,"Not scored",,,,,0,0,,,"staff"',
      '',
    ]);
    await expect.poll(async () => loadExport({ shopId, exportId })).toMatchObject({ state: 'done', rows: 3, bytes: bytes.length, finishedAt: expect.any(String) });
  });

  it('holds what the filter and the marks leave, in the order of the list', async () => {
    const names = async (filter: unknown): Promise<string[]> => {
      const text = await (await fetch(address(downloadLink({ shopId, exportId: await ask(filter) })))).text();
      return text.split('\r\n').slice(1, -1).map((line) => line.split(',')[0] ?? '');
    };
    expect(await names({ query: { search: 'EXAMPLE.com', sort: 'name', direction: 'desc' }, ids: null })).toEqual(['3', '1']);
    expect(await names({ query: { tiers: ['Prospects'] }, ids: null })).toEqual(['3']);
    expect(await names({ query: { sort: 'name', direction: 'asc' }, ids: ['2', '1', '77'] })).toEqual(['1', '2']);
  });

  it('whose link was never opened has expired once the link has, and not before', async () => {
    const exportId = await ask();
    const opened = await ask();
    const answer = await fetch(address(downloadLink({ shopId, exportId: opened })));
    await answer.text();
    const askedAt = new Date((await loadExport({ shopId, exportId }))?.requestedAt ?? 0).getTime();
    expect(Math.abs(askedAt - Date.now()), 'by the machine’s clock, whatever the business clock says').toBeLessThan(60_000);
    vi.useFakeTimers({ toFake: ['Date'], now: askedAt + 5 * 60_000 });
    expect(await loadExport({ shopId, exportId })).toMatchObject({ state: 'asked' });
    vi.setSystemTime(askedAt + 5 * 60_000 + 1_000);
    expect(await loadExport({ shopId, exportId })).toMatchObject({ state: 'expired' });
    expect(await loadExport({ shopId, exportId: opened })).toMatchObject({ state: 'done' });
    vi.useRealTimers();
  });

  it('can be fetched three times by its link, and by no other shop', async () => {
    const exportId = await ask();
    const link = downloadLink({ shopId, exportId });
    for (const status of [200, 200, 200, 410]) {
      const answer = await fetch(address(link));
      expect(answer.status).toBe(status);
      await answer.text();
    }
    const other = await makeShop();
    expect((await fetch(address(downloadLink({ shopId: other, exportId })))).status).toBe(410);
    expect((await fetch(address(downloadLink({ shopId, exportId })), { method: 'HEAD' })).status).toBe(200);
    await factoryPool().query('UPDATE shops SET uninstalled_at = now() WHERE id = $1', [other]);
    expect((await fetch(address(downloadLink({ shopId: other, exportId })))).status).toBe(503);
  });
});

describe('a download that does not end well', () => {
  it('breaks the connection when the file cannot be finished, so that nobody takes it for whole, and says so in the log', async () => {
    kinds = { odd: { contentType: 'text/csv', write: async ({ sink }) => {
      await sink.write('a,b\r\n');
      sink.countRows(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      throw new Error('the disk is on fire');
    } } };
    const exportId = await ask(ALL, 'odd');
    const answer = await fetch(address(downloadLink({ shopId, exportId })));
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    await expect.poll(async () => loadExport({ shopId, exportId })).toMatchObject({ state: 'broken-off', rows: 1, errorMessage: 'the disk is on fire' });
    kinds = { odd: { contentType: 'text/csv', write: () => Promise.reject(new Error('no')) } };
    expect((await fetch(address(downloadLink({ shopId, exportId })))).status).toBe(503);
    kinds = undefined;
  });

  it('holds no more than the browser takes, and stops when the browser goes', async () => {
    let written = 0;
    kinds = { endless: { contentType: 'text/csv', write: async ({ sink }) => {
      for (;;) {
        await sink.write('x'.repeat(65_536));
        sink.countRows(1);
        written += 1;
      }
    } } };
    const exportId = await ask(ALL, 'endless');
    const answer = await new Promise<IncomingMessage>((resolve) => void get(address(downloadLink({ shopId, exportId })), resolve));
    answer.pause();
    await expect.poll(async () => {
      const before = written;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return written - before;
    }).toBe(0);
    // What fits the sockets' own buffers on this machine, and no more.
    expect(written).toBeLessThan(400);
    answer.destroy();
    await expect.poll(async () => (await loadExport({ shopId, exportId }))?.state).toBe('broken-off');
    kinds = undefined;
  });

  it('is known for broken off when its process died with it', async () => {
    const exportId = await ask();
    await factoryPool().query("UPDATE exports SET state = 'running', downloads = 1, progress_at = now() - interval '4 minutes' WHERE id = $1", [exportId]);
    expect(await loadExport({ shopId, exportId })).toMatchObject({ state: 'broken-off' });
  });
});

it('the log is read a page at a time, the newest first, and holds no other shop', async () => {
  const own = await makeShop();
  const wanted = { kind: 'everything', fileName: 'all.zip', filter: null, layout: {}, requestedBy: '7' };
  const ids: number[] = [];
  for (let made = 0; made < 5; made += 1) ids.unshift(await logExport({ shopId: own, wanted }));
  const first = await listExports({ shopId: own, limit: 3 });
  const second = await listExports({ shopId: own, limit: 3, before: first.next });
  expect([...first.entries, ...second.entries].map((entry) => entry.id)).toEqual(ids);
  expect(second.next).toBeNull();
  expect(first.entries[0]).toMatchObject({ kind: 'everything', filter: null, rowsExpected: null, state: 'asked' });
});
