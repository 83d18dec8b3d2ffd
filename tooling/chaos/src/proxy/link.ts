import { connect, type Socket } from 'node:net';

/** Decides, by the head of a request, whether its answer is lost on the way. */
export type ReplyLoss = (requestHead: string) => boolean;

/** What all connections of a proxy have in common. */
export interface Weather {
  stalled: boolean;
  delayMs: number;
  losesReply: ReplyLoss | null;
}

const requestLine = /^(GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD) /;

/** One connection through the proxy: what comes in on one side goes out on the other, as far as the weather lets it. */
export class Link {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #weather: Weather;
  #losing = false;
  #upgraded = false;
  readonly #underWay: { due: number; task: () => void }[] = [];

  constructor(near: Socket, port: number, weather: Weather) {
    this.#near = near;
    this.#weather = weather;
    this.#far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [this.#near, this.#far]) socket.setNoDelay(true).on('error', () => this.cut());
    this.#near.on('data', (chunk) => this.#request(chunk)).on('end', () => this.#later(() => this.#far.end()));
    this.#far.on('data', (chunk) => this.#reply(chunk)).on('end', () => this.#later(() => this.#near.end()));
    this.#near.on('drain', () => this.settle()).on('close', () => this.#far.destroy());
    this.#far.on('drain', () => this.settle()).on('close', () => this.#near.destroy());
    this.settle();
  }

  /** Ends both sides at once, by a reset. */
  cut(): void {
    this.#near.resetAndDestroy();
    this.#far.resetAndDestroy();
  }

  /** Says on one side that nothing more will come, and goes on with the other way. */
  closeHalf(side: 'client' | 'server'): void {
    if (side === 'client') this.#near.end();
    else this.#far.end();
  }

  /** Brings both sides in line with the weather. */
  settle(): void {
    turn(this.#near, this.#weather.stalled || this.#far.writableNeedDrain);
    turn(this.#far, this.#weather.stalled || this.#near.writableNeedDrain);
  }

  #request(chunk: Buffer): void {
    const { losesReply } = this.#weather;
    if (!this.#upgraded && losesReply) {
      const head = chunk.toString('latin1');
      this.#upgraded = /\r\nupgrade: *websocket/i.test(head);
      if (requestLine.test(head)) this.#losing = !this.#upgraded && losesReply(head);
    }
    this.#later(() => this.#pass(this.#far, chunk));
  }

  #reply(chunk: Buffer): void {
    if (this.#losing) this.cut();
    else this.#later(() => this.#pass(this.#near, chunk));
  }

  #pass(to: Socket, chunk: Buffer): void {
    if (to.writable && !to.write(chunk)) this.settle();
  }

  /** NOTE: what waits keeps its order, also when the delay has become shorter. */
  #later(task: () => void): void {
    const { delayMs } = this.#weather;
    if (delayMs === 0 && this.#underWay.length === 0) {
      task();
      return;
    }
    this.#underWay.push({ due: performance.now() + delayMs, task });
    if (this.#underWay.length === 1) this.#arriveIn(delayMs);
  }

  #arriveIn(ms: number): void {
    setTimeout(() => {
      this.#underWay.shift()?.task();
      const [next] = this.#underWay;
      if (next) this.#arriveIn(Math.max(0, next.due - performance.now()));
    }, ms);
  }
}

function turn(socket: Socket, off: boolean): void {
  if (off) socket.pause();
  else socket.resume();
}
