export { createHttpRpc } from './http-handler.ts';
export { createWsRpc, type WsRpc } from './ws-handler.ts';
