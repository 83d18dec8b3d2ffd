export { createHttpRpc } from './http-handler.ts';
export type { OpenForm } from './http-official.ts';
export { type CloseOptions, createWsRpc, type WsRpc } from './ws-handler.ts';
