export { namesTag } from './entity-tag.ts';
export { type DocumentSource, openApiDocument } from './openapi/document.ts';
export { type Problem, problemOf, rpcCode } from './problem.ts';
export { createRest, type Rest, type RestOptions, type RestStream } from './rest.ts';
export type { RestAnswer } from './rest-answer.ts';
export type { RestRequest } from './rest-request.ts';
export { type Route, type RouterLike, routeTable } from './route-table.ts';
