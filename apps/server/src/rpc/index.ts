export { announcesMore, bodyChunks, discardBody, readBody, tooLarge } from './http-body.ts';
export { createHttpRpc } from './http-handler.ts';
export type { OpenForm } from './http-official.ts';
export { callProcedure, proceduresOf } from './procedure.ts';
export { type CloseOptions, createWsRpc, type WsRpc } from './ws-handler.ts';
