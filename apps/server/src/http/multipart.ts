/** Something that is no form, or one that nobody would write. */
export class MalformedFormError extends Error {
  override name = 'MalformedFormError';
}

/** One field of a form. Its content is read before the next field is asked for. */
export interface FormPart {
  readonly name: string;
  /** Null for a field that is no file. */
  readonly fileName: string | null;
  readonly content: AsyncIterable<Buffer>;
}

const mostHeaderBytes = 8 * 1024;
const mostParts = 100;

/** The boundary that a `multipart/form-data` content type names, or null. */
export function boundaryOf(contentType = ''): string | null {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70})(?=[\s;,]|$))/i.exec(contentType) ??
    [];
  return quoted ?? plain ?? null;
}

/** Reads the fields of a form while it comes in. NOTE: strict; browsers and libraries write neither preambles nor padding. */
export async function* readForm(body: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<FormPart> {
  const source = new Source(body);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  try {
    await bounded(source.until(delimiter), 0);
    for (let count = 0; await hasPart(source); count += 1) {
      if (count === mostParts) throw new MalformedFormError('The form has too many fields');
      const header = await bounded(source.until(endOfHeader), mostHeaderBytes);
      yield { ...dispositionOf(header.toString()), content: source.until(delimiter) };
    }
    await source.drain();
  } finally {
    await source.leave();
  }
}

const endOfHeader = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

/** Whether a delimiter begins a field, whose header then starts with the end of this line, or ends the form. */
async function hasPart(source: Source): Promise<boolean> {
  const next = await source.peek(2);
  if (next === '\r\n') return true;
  if (next === '--') return false;
  throw new MalformedFormError('A boundary is followed by neither a field nor the end');
}

/** Everything that comes, if it is not too much. */
export async function bounded(content: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > most) throw new MalformedFormError('The form has a field or a header that is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function dispositionOf(header: string): { name: string; fileName: string | null } {
  const line = /\r\ncontent-disposition:[ \t]*form-data[ \t]*;(.*)/i.exec(header)?.[1] ?? '';
  const name = parameterOf(line, 'name');
  if (name === null) throw new MalformedFormError('A field has no name');
  return { name, fileName: parameterOf(line, 'filename') };
}

const parameters = /[ \t]*([\w*-]+)=(?:"((?:\\"|[^"])*)"|([^\s";]*))[ \t]*(?:;|$)/gy;

/** NOTE: the text of browsers, who write quotes and ends of lines as percent signs, and that of curl, which writes backslashes. */
function parameterOf(line: string, key: 'name' | 'filename'): string | null {
  for (const [, name = '', quoted, plain] of line.matchAll(parameters)) {
    if (name.toLowerCase() !== key) continue;
    return (quoted ?? plain ?? '').replaceAll('\\"', '"').replaceAll(/%(?:22|0A|0D)/gi, decodeURIComponent);
  }
  return null;
}

/** What has come in of a body and has not been handed on. */
class Source {
  readonly #chunks: AsyncIterator<Buffer>;
  /** NOTE: as if a line had ended before the body, since the first delimiter needs the end of one like all others. */
  #rest: Buffer = Buffer.from('\r\n');

  constructor(body: AsyncIterable<Buffer>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** The next bytes, left where they are. */
  async peek(length: number): Promise<string> {
    while (this.#rest.length < length) await this.#fill();
    return this.#rest.toString('latin1', 0, length);
  }

  /** Hands on what comes before a delimiter, as it comes, and drops the delimiter. Gives nothing when it has ended before. */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#rest.indexOf(delimiter);
      const sure = at < 0 ? this.#rest.length - delimiter.length + 1 : at;
      const ready = this.#rest.subarray(0, Math.max(0, sure));
      this.#rest = this.#rest.subarray(ready.length + (at < 0 ? 0 : delimiter.length));
      if (ready.length > 0) yield ready;
      if (at >= 0) return;
      await this.#fill();
    }
  }

  /** Drops whatever else comes, as far as the body's own limit. */
  async drain(): Promise<void> {
    while (!(await this.#chunks.next()).done) this.#rest = nothing;
  }

  /** Lets go of the body, of which some may not have come in yet. */
  async leave(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #fill(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new MalformedFormError('The form ends in the middle');
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }
}
