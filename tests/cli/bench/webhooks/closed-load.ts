import { measured } from '../measured-process.ts';
import { madeRequests } from './made-orders.ts';
import { RawConnection, eventId } from './raw-connection.ts';

export interface ClosedLoad {
  port: number;
  secret: string;
  run: string;
  connections: number;
  /** It ends after so long, or after so many. */
  seconds: number;
  requests: number;
}

export interface ClosedLoadResult {
  seconds: number;
  /** Microseconds of each answered request. */
  times: number[];
}

/** Each connection sends the next as soon as it has its answer. */
measured<ClosedLoad, ClosedLoadResult>(async ({ port, secret, run, connections, seconds, requests: most }) => {
  const requests = madeRequests({ count: 300, bodyBytes: 6_500, secret, port });
  const open = await Promise.all(Array.from({ length: connections }, async () => RawConnection.open(port)));
  const times: number[] = [];
  let number = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(open.map(async (connection) => {
    for (let sent = performance.now(); sent < until && number < most; ) {
      number += 1;
      const request = requests[number % requests.length];
      if (request === undefined) throw new Error('There are no requests.');
      const status = await connection.send(request, eventId(run, number));
      if (status !== 200) throw new Error(`An event was answered with ${status}.`);
      const answered = performance.now();
      times.push(Math.round((answered - sent) * 1000));
      sent = answered;
    }
  }));
  const took = (performance.now() - began) / 1000;
  for (const connection of open) connection.close();
  return { seconds: took, times };
});
