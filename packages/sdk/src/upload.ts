import type { ProgressRequest } from './browser.ts';
import type { CallOptions } from './call.ts';
import type { FetchAnswer, FetchInit } from './transport.ts';

/** How far an upload has come, in bytes; the form around the file counts too. */
export interface UploadProgress {
  loaded: number;
  total: number;
}

/** What a call takes that carries a file. */
export interface UploadOptions extends CallOptions {
  /** Called as the file goes. Only browsers can tell; elsewhere it is never called. */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** The input as a form; fields that are undefined are left out. */
export function formOf(input: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(Object(input))) {
    if (value instanceof Blob) form.append(name, value);
    else if (value !== undefined) form.append(name, String(value));
  }
  return form;
}

/** A `fetch` of one request that tells how far it has come. */
export function sendWithProgress(
  request: ProgressRequest,
  url: string,
  { method, headers, body, signal, onProgress }: FetchInit,
): Promise<FetchAnswer> {
  return new Promise((resolve, reject) => {
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.({ loaded, total });
    request.onload = () =>
      resolve({
        status: request.status,
        headers: { get: (name) => request.getResponseHeader(name) },
        text: async () => request.responseText,
      });
    request.onerror = () => reject(new TypeError('The upload failed'));
    signal.addEventListener('abort', () => {
      request.abort();
      reject(signal.reason);
    });
    request.send(body);
  });
}
