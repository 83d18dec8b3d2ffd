import type { IncomingMessage } from 'node:http';
import { limits } from '@rookery/contract';

/** Bytes of a form that brings a file: the file, and what is written around it. */
export const uploadBytes: number = limits.fileBytes + 64 * 1024;

/** Bytes that the body of a call may have: a form brings a file. */
export function mostBytes({ headers }: IncomingMessage): number {
  return headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ? uploadBytes : limits.bodyBytes;
}
