import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface GotAnswer {
  status: number;
  bodyBytes: number;
}

/** One kept-open connection that asks with GET, as bytes: Node's own client would take more processor time than the servers that are measured. */
export class GetConnection {
  readonly #socket: Socket;
  #held: Buffer | null = null;
  #settle: ((answer: GotAnswer) => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (piece) => this.#read(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end({ status: 0, bodyBytes: 0 }));
  }

  static async open(port: number): Promise<GetConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new GetConnection(socket);
  }

  async get(request: Buffer): Promise<GotAnswer> {
    return new Promise((settle) => {
      this.#settle = settle;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(piece: Buffer): void {
    const held = this.#held === null ? piece : Buffer.concat([this.#held, piece]);
    const headEnd = held.indexOf('\r\n\r\n');
    const head = headEnd < 0 ? '' : held.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    if (headEnd < 0 || !(held.length >= headEnd + 4 + length)) {
      this.#held = held;
      return;
    }
    this.#held = null;
    this.#end({ status: Number(head.slice(9, 12)), bodyBytes: length });
  }

  #end(answer: GotAnswer): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(answer);
  }
}
