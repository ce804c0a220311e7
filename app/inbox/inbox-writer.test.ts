import { describe, expect, it, vi } from 'vitest';
import { InboxWriter, WRITER_LIMITS, type WriteOutcome } from './inbox-writer.server.ts';
import type { ReceivedEvent } from './received-event.ts';

function event(eventId: string, change: Partial<ReceivedEvent> = {}): ReceivedEvent {
  return { shopDomain: 'a.myshopify.com', topic: 'orders/create', eventId, webhookId: '', apiVersion: '', triggeredAt: new Date(), receivedAt: new Date(), payload: Buffer.from('x'), payloadBytes: 1, ...change };
}

/** Inserts that end when they are told to. */
function heldInserts(): { batches: string[][]; insert: (events: readonly ReceivedEvent[]) => Promise<number>; end: (at: number, error?: Error) => void } {
  const batches: string[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  return {
    batches,
    insert: async (events) => {
      batches.push(events.map((one) => one.eventId));
      return new Promise((resolve, reject) => ends.push((error) => (error === undefined ? resolve(events.length) : reject(error))));
    },
    end: (at, error) => ends[at]?.(error),
  };
}
const turn = async (): Promise<void> => new Promise((done) => setTimeout(done, 5));

describe('the writer of the inbox', () => {
  it('writes the events of one moment together, and what comes while the inserts run goes together with the next', async () => {
    const { batches, insert, end } = heldInserts();
    const writer = new InboxWriter(insert, { ...WRITER_LIMITS, inserts: 1 });
    const first = ['a', 'b'].map((id) => writer.write(event(id)));
    await turn();
    const second = ['c', 'd', 'e'].map((id) => writer.write(event(id)));
    await turn();
    expect(batches).toEqual([['a', 'b']]);
    end(0);
    expect(await Promise.all(first)).toEqual(['stored', 'stored']);
    await turn();
    expect(batches).toEqual([['a', 'b'], ['c', 'd', 'e']]);
    end(1);
    expect(await Promise.all(second)).toEqual(['stored', 'stored', 'stored']);
  });

  it('says stored only when the insert has ended', async () => {
    const { insert, end } = heldInserts();
    const writer = new InboxWriter(insert);
    let said: WriteOutcome | undefined;
    const written = writer.write(event('a')).then((outcome) => (said = outcome));
    await turn();
    expect(said).toBeUndefined();
    end(0);
    await written;
    expect(said).toBe('stored');
  });

  it('keeps an insert within its bounds, and lets one event through that is above them by itself', async () => {
    const { batches, insert, end } = heldInserts();
    const writer = new InboxWriter(insert, { ...WRITER_LIMITS, inserts: 1, batchEvents: 2, batchBytes: 10 });
    const large = event('large', { payload: Buffer.alloc(50) });
    const all = [large, event('a'), event('b'), event('c', { payload: Buffer.alloc(10) })].map((one) => writer.write(one));
    for (let at = 0; at < 3; at += 1) {
      await turn();
      end(at);
    }
    expect(await Promise.all(all)).toEqual(['stored', 'stored', 'stored', 'stored']);
    expect(batches).toEqual([['large'], ['a', 'b'], ['c']]);
  });

  it('lets an event go that could not be answered in time any more, without writing it', async () => {
    const { batches, insert, end } = heldInserts();
    const writer = new InboxWriter(insert, { ...WRITER_LIMITS, inserts: 1, beginWithinMs: 100 });
    const first = writer.write(event('a'));
    await turn();
    const late = writer.write(event('late', { receivedAt: new Date(Date.now() - 200) }));
    end(0);
    expect([await first, await late]).toEqual(['stored', 'overloaded']);
    await turn();
    expect(batches).toEqual([['a']]);
  });

  it('tells everybody at once when an insert fails, takes nothing for a moment, and then tries again', async () => {
    const { batches, insert, end } = heldInserts();
    const writer = new InboxWriter(insert, { ...WRITER_LIMITS, inserts: 1, restMs: 60 });
    const first = writer.write(event('a'));
    await turn();
    const behind = writer.write(event('b'));
    end(0, new Error('connection lost'));
    expect(await Promise.all([first, behind])).toEqual(['unavailable', 'unavailable']);
    expect(writer.resting).toBe(true);
    expect(await writer.write(event('c'))).toBe('unavailable');
    await vi.waitFor(() => expect(writer.resting).toBe(false));
    const again = writer.write(event('b'));
    await turn();
    end(1);
    expect(await again).toBe('stored');
    expect(batches).toEqual([['a'], ['b']]);
  });
});
