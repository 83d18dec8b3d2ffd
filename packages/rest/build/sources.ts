import { readFileSync } from 'node:fs';
import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { openApiDocument } from '../src/openapi/document.ts';
import { routeTable } from '../src/route-table.ts';
import { printJson } from './print-json.ts';

/** The file that holds the document; its diff is the review of the REST API. */
export const documentFile: URL = new URL('../openapi.json', import.meta.url);

/** The text of the document as it is committed. */
export function documentText(): string {
  const document = openApiDocument({ routes: routeTable(appRouter), schemas: contract, info: { version: version() } });
  return printJson(document);
}

/** The version of the server. NOTE: the file is our own and always has one. */
function version(): string {
  const manifest = new URL('../../../apps/server/package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
