export type { HttpRpcRequest } from './http-exchange.ts';
export { createHttpRpc } from './http-handler.ts';
export type { CallFailure } from './rpc-router.ts';
export { createWsRpc, type WsRpc } from './ws-handler.ts';
