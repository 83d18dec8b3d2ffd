export { createHttpRpc } from './http-handler.ts';
export { type CloseOptions, createWsRpc, type WsRpc } from './ws-handler.ts';
