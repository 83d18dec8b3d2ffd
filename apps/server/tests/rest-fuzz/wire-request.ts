import type { Operation } from './api-document.ts';

/** A request as it is put on the line. */
export interface WireRequest {
  /** The operation whose answers it may have; null when it is none's. */
  operation: Operation | null;
  method: string;
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer | null;
  chunked: boolean;
  /** Whether the server may take it for no HTTP at all: answer with a bare line, or end the connection. */
  broken: boolean;
  /** Ends our side of the connection before all that was announced has come. */
  half: boolean;
}

/** The bytes of a request. */
export function bytesOf({ method, target, headers, body, chunked, half }: WireRequest): Buffer {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(headers.some(([name]) => name === 'host') ? [] : ['host: 127.0.0.1']),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const framing = framingOf({ body, chunked, half });
  const head = Buffer.from(`${[...lines, ...framing].join('\r\n')}\r\n\r\n`, 'latin1');
  if (!body) return head;
  return Buffer.concat(chunked ? [head, ...chunksOf(body)] : [head, body]);
}

function framingOf({ body, chunked, half }: Pick<WireRequest, 'body' | 'chunked' | 'half'>): string[] {
  if (!body) return [];
  return chunked ? ['transfer-encoding: chunked'] : [`content-length: ${body.length + (half ? 10 : 0)}`];
}

const chunkBytes = 7_000;

function chunksOf(body: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const part = body.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
  }
  return [...parts, Buffer.from('0\r\n\r\n')];
}

const longest = 6_000;

/** A request as one would type it. */
export function curlOf(port: number, { method, target, headers, body, chunked, broken }: WireRequest): string {
  const parts = [
    'curl -sS -i --path-as-is',
    method === 'HEAD' ? '--head' : `-X ${quote(method)}`,
    ...headers.map(([name, value]) => `-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...(chunked ? [`-H 'transfer-encoding: chunked'`] : []),
    ...(body ? [`--data-binary ${quote(body.toString('latin1'))}`] : []),
    quote(`http://127.0.0.1:${port}${target}`),
  ];
  const line = parts.join(' ');
  const cut = line.length > longest ? `${line.slice(0, longest)}… (${line.length})` : line;
  return broken ? `${cut} # nearly: curl mends some of what is broken here` : cut;
}

/** What is not plain is written as bash writes it. */
function quote(text: string): string {
  if (/^[ -&(-~]*$/.test(text)) return `'${text}'`;
  const escaped = text.replaceAll(/[^ -~]|['\\]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `$'${escaped}'`;
}
