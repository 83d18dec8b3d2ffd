export { Stream } from './stream.ts';
export { Subscriptions } from './subscriptions.ts';
