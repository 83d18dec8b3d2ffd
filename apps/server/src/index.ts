export { type RunningServer, type StartOptions, startServer } from './compose.ts';
export { type Config, readConfig } from './config.ts';
export { SetupError } from './setup-error.ts';
