import type { ProgressRequest } from './browser.ts';
import type { FetchAnswer, FetchInit } from './transport.ts';

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
