import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { ApiDocument } from './api-document.ts';
import type { CallerName, Cast } from './cast.ts';
import { compile } from './compile.ts';
import { Fitting } from './fitting.ts';
import { furnishing } from './furnish.ts';
import type { Pool } from './known.ts';
import { type Step, steps } from './step.ts';
import { openJudge, type Told } from './verdict.ts';
import { headerValue, type WireAnswer, WireLine } from './wire-line.ts';
import { bytesOf, curlOf, type WireRequest } from './wire-request.ts';

/** What is fuzzed, and how much. */
export interface FuzzParts {
  port: number;
  document: ApiDocument;
  pool: Pool;
  cast: Cast;
  seed: number;
  requests: number;
  /** Goes on after something is wrong, and tells of each kind of it once; nothing is shrunk then. */
  collect?: boolean;
}

/** How it went. */
export interface FuzzReport {
  sent: number;
  /** How many answers had each status, and each reason. */
  outcomes: Record<string, number>;
  /** Operations that answered with a success at least once. */
  succeeded: Set<string>;
  /** What was wrong, with the request as a line for curl. */
  failures: string[];
  /** How often the server was too busy, and was asked again. */
  overloads: number;
  slowest: { ms: number; curl: string };
  /** Megabytes that the process, with server and client, holds more than after a fifth of the requests. */
  grownMb: number;
}

const perRun = 10;
const mostShrinks = 250;

/** Sends requests that the document and a seed make, and judges the answers. */
export async function fuzz(parts: FuzzParts): Promise<FuzzReport> {
  const session = new FuzzSession(parts);
  await session.furnish();
  const step = steps(parts.document, new Fitting(parts.document));
  const runs = fc.record({
    list: fc.array(step, { minLength: perRun, maxLength: perRun, size: 'max' }),
    isRace: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  });
  const property = fc.asyncProperty(runs, ({ list, isRace }) => session.play(list, isRace));
  const { failed, counterexamplePath, numShrinks } = await fc.check(property, {
    seed: parts.seed,
    numRuns: Math.ceil(parts.requests / perRun),
  });
  session.finish();
  if (failed)
    session.report.failures.push(`${session.lastWords}\nshrunk ${numShrinks} times, path ${counterexamplePath}`);
  return session.report;
}

/** The wires to one server, and what came over them. */
class FuzzSession {
  readonly report: FuzzReport = {
    sent: 0,
    outcomes: {},
    succeeded: new Set(),
    failures: [],
    overloads: 0,
    slowest: { ms: 0, curl: '' },
    grownMb: 0,
  };
  lastWords = '';
  readonly #parts: FuzzParts;
  readonly #judge;
  readonly #lines: WireLine[] = [];
  readonly #kinds = new Set<string>();
  #shrinks = 0;
  #heldEarly = 0;

  constructor(parts: FuzzParts) {
    this.#parts = parts;
    this.#judge = openJudge(parts.document);
  }

  /** Has people do something of everything; all of it must succeed. */
  async furnish(): Promise<void> {
    const deeds = furnishing(this.#parts.document);
    await this.play(deeds, false);
    const failed = deeds.map(({ operation }) => operation.id).filter((id) => !this.report.succeeded.has(id));
    if (failed.length > 0) throw new Error(`what comes first did not succeed: ${failed.join(', ')}`);
  }

  finish(): void {
    this.report.grownMb = heldMb() - this.#heldEarly;
    for (const line of this.#lines.splice(0)) line[Symbol.dispose]();
  }

  /** Sends the requests one after the other, or all at once. */
  async play(list: readonly Step[], isRace: boolean): Promise<void> {
    if (this.lastWords !== '' && ++this.#shrinks > mostShrinks) return;
    if (this.#heldEarly === 0 && this.report.sent * 5 > this.#parts.requests) this.#heldEarly = heldMb();
    await this.#parts.cast.mend();
    const said: string[] = [];
    try {
      if (isRace) await Promise.all(list.map((step) => this.#take(step, said)));
      else for (const step of list) await this.#take(step, said);
    } catch (error) {
      this.lastWords = [error instanceof Error ? error.message : String(error), ...said.slice(-perRun)].join('\n');
      throw error;
    }
  }

  async #take(step: Step, said: string[]): Promise<void> {
    const { pool, cast, port, collect = false } = this.#parts;
    const request = compile(step, pool, cast);
    const curl = curlOf(port, request);
    said.push(curl);
    const complaints = await this.#ask(request, step.caller).catch((error: unknown) => [String(error)]);
    if (complaints.length === 0) return;
    const message = `${step.operation.id} by ${step.caller}: ${complaints.join('; ')}\n${curl}`;
    if (!collect) throw new Error(message);
    const kind = `${step.operation.id} ${complaints.join().replaceAll(/[\w-]{20,}|\d+/g, '…')}`;
    if (!this.#kinds.has(kind)) this.report.failures.push(message);
    this.#kinds.add(kind);
  }

  async #ask(request: WireRequest, caller: CallerName): Promise<string[]> {
    const begun = performance.now();
    const answer = await this.#sendPatiently(request);
    const { report } = this;
    report.sent += 1;
    const took = performance.now() - begun;
    if (!request.broken && took > report.slowest.ms)
      report.slowest = { ms: took, curl: curlOf(this.#parts.port, request) };
    const { complaints, told } = this.#judge(request, answer);
    const reason = told && answer && answer.status >= 400 ? ` ${Reflect.get(Object(told.value), 'reason')}` : '';
    const outcome = `${answer?.status ?? 'none'}${reason}`;
    report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
    if (answer) this.#learn(request, answer, caller);
    if (told && answer && answer.status < 300) this.#harvest(request, told, { caller, made: answer.status === 201 });
    return complaints;
  }

  #learn({ operation, broken }: WireRequest, { status, headers }: WireAnswer, caller: CallerName): void {
    this.#parts.cast.heard(caller, status);
    if (status < 300 && operation && !broken) this.report.succeeded.add(operation.id);
    const etag = broken ? null : headerValue(headers, 'etag');
    if (etag !== null) this.#parts.pool.add('etags', etag);
  }

  #harvest({ operation }: WireRequest, { value, schema }: Told, by: { caller: string; made: boolean }): void {
    const { pool } = this.#parts;
    pool.harvest(value, schema, by);
    const next: unknown = value instanceof Object ? Reflect.get(value, 'nextCursor') : null;
    if (typeof next === 'string' && operation) pool.add(`cursors of ${operation.path}`, next);
  }

  /** NOTE: client and server share a process here, which may be late by what the client does; it asks again as a client has to. */
  async #sendPatiently(request: WireRequest): Promise<WireAnswer | null> {
    const answer = await this.#send(request);
    if (answer?.status !== 503) return answer;
    this.report.overloads += 1;
    await sleep(1_000 * Number(headerValue(answer.headers, 'retry-after') ?? 0));
    return this.#send(request);
  }

  async #send(request: WireRequest): Promise<WireAnswer | null> {
    const { broken, operation, method, half } = request;
    const line = (broken ? undefined : this.#lines.pop()) ?? (await WireLine.open(this.#parts.port));
    if (line.isOver) throw new Error('the server ended a connection that it had kept');
    const answer = await line.ask(bytesOf(request), { method, half });
    if (!answer || answer.closes || broken || operation?.streams) line[Symbol.dispose]();
    else this.#lines.push(line);
    return answer;
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heldMb(): number {
  collectGarbage();
  return Math.round(process.memoryUsage().heapUsed / 1_048_576);
}
