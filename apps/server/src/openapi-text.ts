import { appRouter } from '@rookery/api';
import * as contract from '@rookery/contract';
import { openApiDocument, routeTable } from '@rookery/rest';

/** The OpenAPI document of this server as JSON. NOTE: written anew by each server, so that it is that of the code which runs. */
export function openApiText(version: string): string {
  return JSON.stringify(openApiDocument({ routes: routeTable(appRouter), schemas: contract, info: { version } }));
}
