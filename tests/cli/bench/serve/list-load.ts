import { measured } from '../measured-process.ts';
import { GetConnection } from './get-connection.ts';
import { signedQuery, type AskedList } from './signed-query.ts';

export interface ListLoad {
  port: number;
  shop: string;
  secret: string;
  asked: AskedList[];
  connections: number;
  /** It ends after so long, or after so many. */
  seconds: number;
  requests: number;
}

export interface ListLoadResult {
  seconds: number;
  /** Microseconds of each answered request. */
  times: number[];
  bodyBytes: number;
  /** Told to come again, as the database took too long: on a machine with more to do than it can. */
  refused: number;
}

/** Each connection asks the next as soon as it has its answer. Signed as it begins: a signature holds for 90 seconds. */
measured<ListLoad, ListLoadResult>(async ({ port, shop, secret, asked, connections, seconds, requests: most }) => {
  const requests = asked.map(({ query, customer }) => Buffer.from(`GET /proxy/recommendations?${signedQuery(query, { shop, customer, secret })} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: a storefront\r\naccept: */*\r\naccept-encoding: gzip\r\nx-forwarded-for: 203.0.113.7\r\n\r\n`));
  const open = await Promise.all(Array.from({ length: connections }, async () => GetConnection.open(port)));
  const times: number[] = [];
  let [number, bodyBytes, refused] = [0, 0, 0];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(open.map(async (connection) => {
    for (let sent = performance.now(); sent < until && number < most; ) {
      number += 1;
      const answer = await connection.get(requests[number % requests.length] as Buffer);
      if (answer.status === 503) {
        refused += 1;
        sent = performance.now();
        continue;
      }
      if (answer.status !== 200) throw new Error(`A list was answered with ${answer.status}.`);
      const answered = performance.now();
      times.push(Math.round((answered - sent) * 1000));
      bodyBytes += answer.bodyBytes;
      sent = answered;
    }
  }));
  const took = (performance.now() - began) / 1000;
  for (const connection of open) connection.close();
  return { seconds: took, times, bodyBytes, refused };
});
