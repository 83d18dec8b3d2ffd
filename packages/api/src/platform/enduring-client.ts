import pg, { type ClientConfig } from 'pg';

/**
 * A connection whose loss nobody but the waiting query hears of. NOTE: a pool takes its own listener off a connection that it lends
 * or closes; an error that comes then would end the process.
 */
export class EnduringClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
