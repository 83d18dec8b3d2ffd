import { once } from 'node:events';
import net from 'node:net';

/** An answer, byte by byte as it came. */
export interface WireAnswer {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
  /** Whether the server ends the connection with it. */
  closes: boolean;
}

/** How a request is put on the line. */
export interface Sending {
  method: string;
  /** Ends our side of the connection after the bytes. */
  half?: boolean;
}

/** Milliseconds after which an answer counts as hanging. */
const patience = 10_000;

const endOfHead = '\r\n\r\n';

/** One connection that is kept as long as the server keeps it. It reads strictly: what is no HTTP/1.1 is an error. */
export class WireLine implements Disposable {
  readonly #socket: net.Socket;
  #bytes = Buffer.alloc(0);
  #ended = false;
  #wake = Promise.withResolvers<void>();

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake.resolve();
    });
    for (const event of ['error', 'end', 'close'])
      socket.on(event, () => {
        this.#ended = true;
        this.#wake.resolve();
      });
  }

  static async open(port: number): Promise<WireLine> {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const line = new WireLine(socket);
    await once(socket, 'connect');
    return line;
  }

  get isOver(): boolean {
    return this.#ended;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  /** Sends a request and reads its answer; null when the server ends the connection without one. */
  async ask(bytes: Buffer, { method, half = false }: Sending): Promise<WireAnswer | null> {
    if (this.#bytes.length > 0)
      throw new Error(`bytes came behind an answer: ${this.#bytes.toString('latin1', 0, 200)}`);
    const deadline = performance.now() + patience;
    if (half) this.#socket.end(bytes);
    else this.#socket.write(bytes);
    for (;;) {
      const head = await this.#readHead(deadline);
      if (!head || head.status >= 200) return head && this.#readAnswer(head, method, deadline);
    }
  }

  async #readHead(deadline: number): Promise<Omit<WireAnswer, 'body'> | null> {
    if (!(await this.#until(() => this.#bytes.includes(endOfHead), deadline))) {
      if (this.#bytes.length === 0) return null;
      throw new Error(`a head without an end: ${this.#bytes.toString('latin1', 0, 200)}`);
    }
    const [first = '', ...lines] = this.#take(this.#bytes.indexOf(endOfHead) + 4)
      .toString('latin1')
      .slice(0, -4)
      .split('\r\n');
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
    if (status === undefined) throw new Error(`no status line: ${first.slice(0, 200)}`);
    const headers = lines.map(headerOf);
    return { status: Number(status), headers, closes: headerValue(headers, 'connection')?.toLowerCase() === 'close' };
  }

  async #readAnswer(head: Omit<WireAnswer, 'body'>, method: string, deadline: number): Promise<WireAnswer> {
    const body = await this.#readBody(head, method, deadline);
    return { ...head, body };
  }

  async #readBody(
    { status, headers, closes }: Omit<WireAnswer, 'body'>,
    method: string,
    deadline: number,
  ): Promise<Buffer> {
    if (method === 'HEAD' || status === 204 || status === 304) return Buffer.alloc(0);
    if (headerValue(headers, 'content-type') === 'text/event-stream') return this.#readStream();
    if (headerValue(headers, 'transfer-encoding') === 'chunked') return this.#readChunks(deadline);
    const length = headerValue(headers, 'content-length');
    if (length === null && !closes) throw new Error('an answer that does not tell its length');
    const isWhole = (): boolean => length !== null && this.#bytes.length >= Number(length);
    if (!(await this.#until(isWhole, deadline)) && length !== null)
      throw new Error(`${this.#bytes.length} bytes of a body of ${length}`);
    return this.#take(length === null ? this.#bytes.length : Number(length));
  }

  async #readChunks(deadline: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (;;) {
      if (!(await this.#until(() => this.#bytes.includes('\r\n'), deadline))) throw new Error('a body without an end');
      const size = Number.parseInt(this.#take(this.#bytes.indexOf('\r\n') + 2).toString('latin1'), 16);
      if (!(await this.#until(() => this.#bytes.length >= size + 2, deadline)))
        throw new Error('a chunk without an end');
      parts.push(this.#take(size + 2).subarray(0, size));
      if (size === 0) return Buffer.concat(parts);
    }
  }

  /** The beginning of a stream that would never end: until it has told of something, or of nothing for a while. */
  async #readStream(): Promise<Buffer> {
    await this.#until(
      () => /\nid:/.test(this.#bytes.toString('latin1')),
      performance.now() + 1_000,
      () => undefined,
    );
    this[Symbol.dispose]();
    return this.#take(this.#bytes.length);
  }

  /** Whether it came to be before the connection was at its end; a deadline that passes is an error. */
  async #until(isSo: () => boolean, deadline: number, late = hangs): Promise<boolean> {
    while (!isSo() && !this.#ended) {
      const left = deadline - performance.now();
      if (left <= 0) {
        late();
        return false;
      }
      this.#wake = Promise.withResolvers();
      const timer = setTimeout(this.#wake.resolve, left);
      await this.#wake.promise;
      clearTimeout(timer);
    }
    return isSo();
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return taken;
  }
}

function hangs(): void {
  throw new Error(`no answer within ${patience} ms`);
}

function headerOf(line: string): [string, string] {
  const end = line.indexOf(':');
  if (end < 1) throw new Error(`no header: ${line.slice(0, 200)}`);
  return [line.slice(0, end).toLowerCase(), line.slice(end + 1).trim()];
}

/** The value of a header, of which there is one at the most; null when there is none. */
export function headerValue(headers: WireAnswer['headers'], name: string): string | null {
  const values = headers.flatMap(([key, value]) => (key === name ? [value] : []));
  if (values.length > 1) throw new Error(`${values.length} headers ${name}`);
  return values[0] ?? null;
}
