import type { Readable } from 'node:stream';

/** The clock; a fake one stands in for it in tests. */
export interface Clock {
  now(): Date;
}

/** Structured logs; `fields` never hold secrets, and known secret names are redacted all the same. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A letter to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Header fields by name. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Ids of the people whose names or words it holds; what is kept of it goes with them. */
  about?: readonly string[] | undefined;
}

/** Delivers letters, or keeps them for the admin where no mail server is set. */
export interface Mailer {
  /** `jobId` tells a letter that a repeated job sends again from a new one. */
  send(mail: Mail, jobId: string): Promise<void>;
}

/** Hashes passwords off the main thread. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** Takes as long without a hash as with a wrong one, so that absent accounts cannot be told by time. */
  verify(password: string, hash: string | null): Promise<boolean>;
}

/** A limit on a rate: `points` in each window of `seconds`. */
export interface Rate {
  name: string;
  points: number;
  seconds: number;
  /** Counted exactly and kept over a restart; others may be counted in memory while no other process is there. */
  strict: boolean;
}

/** What is left of a rate after a charge. */
export interface RateState {
  allowed: boolean;
  remaining: number;
  /** Milliseconds until the window ends. */
  resetMs: number;
}

/** Counts points by key; one counter for all transports and all processes. Never refuses because what counts is away. */
export interface Limiter {
  charge(rate: Rate, key: string, points: number): Promise<RateState>;
}

/** Addresses of files that this server serves. */
export interface Links {
  /** The absolute address of a file by its name; one that not everybody may read is signed and expires within the hour. */
  file(name: string, open: boolean): string;
  /** The absolute address of what somebody takes with him, which expires. */
  download(id: string, expiresAt: Date): string;
  /** Whether the signature of a file's name is ours and has not expired; tells the seconds that are left, or null. */
  verify(name: string, expires: string, signature: string): number | null;
}

/** Carries hints and short-lived news between processes, this one included; a lost one costs latency only. */
export interface Bus {
  /** Tells everybody who listens; without a message it is a hint, of which several may arrive as one. */
  publish(channel: string, message?: string): void;
  /** Listens until the returned function is called; a hint arrives as an empty message. */
  subscribe(channel: string, listener: (message: string) => void): () => void;
}

/** Is told something that has happened; it may fail, which is logged. */
export type ProcessListener<Told extends unknown[] = []> = (...told: Told) => void | Promise<void>;

/** A process that ended without a word. */
export interface ExpiredProcess {
  readonly id: string;
  /** When it renewed its lease last. */
  readonly renewedAt: Date;
}

/** This process among those on the same database. Each holds a lease there, by the database's clock, and renews it. */
export interface Processes {
  /** Of this process; rows that live as long as it does refer to it. */
  readonly id: string;
  /** Whether no other process held a lease when this was looked at last. */
  readonly alone: boolean;
  /** Called with those that ended without a word; of each, exactly one process hears, once, after its lease is gone. */
  onExpired(listener: ProcessListener<[expired: readonly ExpiredProcess[]]>): void;
  /** Called when the lease had run out or was lost, so that others may have taken this process for dead: whatever it keeps beside it must be put back. */
  onRestored(listener: ProcessListener): void;
  /** Called after each renewal of the lease, which waits for nothing that is begun then. */
  onRenewed(listener: () => void): void;
}

/** A file that lies in a storage, opened; the opener must dispose it. */
export interface OpenFile extends AsyncDisposable {
  readonly size: number;
  /** The bytes from `start` up to and with `end`. */
  read(start: number, end: number): Readable;
}

/** A file as a list of them has it. */
export interface ListedFile {
  name: string;
  writtenAt: Date;
}

/** Into how many parts a storage spreads what it holds. */
export const storageParts = 256;

/** Keeps files under names such as `<id>/small.webp` and `<id>/file`; a name is written once and never changes its bytes. */
export interface Storage {
  /** Returns when the bytes would outlive a loss of power; when it throws, nothing is left. */
  put(name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Null when there is none of this name. */
  open(name: string): Promise<OpenFile | null>;
  /** Minds no name that is not there. */
  delete(name: string): Promise<void>;
  /** What lies in one of the parts, with what was left unfinished. */
  list(part: number): AsyncIterable<ListedFile>;
}

/** Keeps what people take with them, each under an id. */
export interface ExportStore {
  /** Writes what comes out of a stream; when it throws, nothing is left. */
  put(id: string, content: Readable): Promise<void>;
  /** Null when there is none of this id. */
  open(id: string): Promise<OpenFile | null>;
  /** Minds no id that is not there. */
  delete(id: string): Promise<void>;
  /** Everything that lies there, with what was left unfinished, by the names that `delete` takes. */
  list(): AsyncIterable<ListedFile>;
}

/** One size of a picture. */
export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
}

/** A picture made anew out of one that a stranger sent. */
export interface ProcessedImage {
  /** Each a WebP without metadata. */
  variants: { thumb: Picture; small: Picture; large: Picture };
  blurhash: string;
}

/** Makes pictures fit to be shown, off the main thread; refuses with `unsupported_media` what is no image that it takes. */
export interface ImageProcessor {
  /** Whether the first bytes are of a type that it takes, so that they must pass through it. */
  knows(head: Buffer): boolean;
  process(bytes: Buffer): Promise<ProcessedImage>;
}
