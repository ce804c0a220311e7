import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ID_LETTERS, type MadeRequest } from './made-orders.ts';

const LARGEST_REQUEST = 8 * 1024;

/**
 * One kept-open connection that sends webhooks as bytes: Node's own client would take more processor time than the
 * servers that are measured.
 */
export class RawConnection {
  readonly #socket: Socket;
  readonly #scratch = Buffer.alloc(LARGEST_REQUEST);
  #text = '';
  #settle: ((status: number) => void) | undefined;
  closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (piece) => this.#read(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.#end(0);
    });
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** @returns the status, or 0 when the connection closed without one (`close` does that too) */
  async send({ bytes, idAt }: MadeRequest, eventId: string): Promise<number> {
    if (this.closed) return 0;
    return new Promise((settle) => {
      this.#settle = settle;
      bytes.copy(this.#scratch);
      this.#scratch.write(eventId, idAt, ID_LETTERS, 'latin1');
      this.#socket.write(this.#scratch.subarray(0, bytes.length));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(piece: Buffer): void {
    this.#text += piece.toString('latin1');
    if (!this.#text.endsWith('\r\n\r\n')) return;
    const text = this.#text;
    this.#text = '';
    if (!/\r\ncontent-length: 0\r\n/i.test(text)) throw new Error(`An answer with a body, which none of these servers gives: ${text.slice(0, 200)}`);
    this.#end(Number(text.slice(9, 12)));
  }

  #end(status: number): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(status);
  }
}

/** An event's id, of ID_LETTERS letters. */
export function eventId(run: string, number: number): string {
  return `${run}-${String(number).padStart(ID_LETTERS - run.length - 1, '0')}`;
}
