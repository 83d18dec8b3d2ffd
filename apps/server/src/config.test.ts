import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { keptJwtKeys } from './jwt-keys.ts';
import { SetupError } from './setup-error.ts';

const good = 'Kx3vR9pQ2mW8sT5yB1nZ7cF4hJ6dL0aG';

function refusal(environment: Record<string, string>): SetupError {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof SetupError) return error;
  }
  throw new Error(`was taken: ${JSON.stringify(environment)}`);
}

test('nothing needs to be set', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    role: 'all',
    demo: false,
    trustProxy: 0,
    jwtKeys: null,
  });
});

test('an empty setting is one that is not set', () => {
  expect(readConfig({ PORT: '', JWT_KEYS: ' ' })).toMatchObject({ port: 3000, jwtKeys: null });
});

test('settings arrive parsed', () => {
  const config = readConfig({
    NODE_ENV: 'production',
    PORT: '0',
    PUBLIC_URL: 'https://rookery.example/',
    JWT_KEYS: `new:${good}, old:x:${good}`,
    CORS_ORIGINS: 'https://app.example, http://localhost:5173',
    TRUST_PROXY: '10.0.0.0/8,::1',
    RATE_LIMIT_FACTOR: '0.5',
    DEMO: 'yes',
  });
  expect(config).toMatchObject({
    production: true,
    port: 0,
    publicUrl: 'https://rookery.example',
    jwtKeys: [
      { kid: 'new', secret: good },
      { kid: 'old', secret: `x:${good}` },
    ],
    corsOrigins: ['https://app.example', 'http://localhost:5173'],
    trustProxy: ['10.0.0.0/8', '::1'],
    rateLimitFactor: 0.5,
    demo: true,
  });
});

test.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PUBLIC_URL', 'rookery.example'],
  ['PUBLIC_URL', 'https://rookery.example/path'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_POOL', '1'],
  ['REDIS_URL', 'localhost:6379'],
  ['SMTP_URL', 'mail.example'],
  ['MAIL_FROM', 'Rookery'],
  ['JWT_KEYS', good],
  ['JWT_KEYS', 'main:short'],
  ['JWT_KEYS', `main:${'a'.repeat(40)}`],
  ['JWT_KEYS', 'main:change-me-change-me-change-me-now'],
  ['JWT_KEYS', `main:${good},main:${good}`],
  ['PASSWORD_SECRET', 'short'],
  ['METRICS_TOKEN', 'short'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://app.example/path'],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['ROLE', 'database'],
  ['LOG_LEVEL', 'loud'],
  ['RATE_LIMIT_FACTOR', '0'],
  ['RATE_LIMIT_FACTOR', 'many'],
  ['DEMO', 'maybe'],
  ['SHUTDOWN_DELAY', '60'],
  ['PROCESSES', '0'],
  ['PROCESSES', '65'],
  ['PROCESSES', 'many'],
  ['DATABASE_REPLICA_URLS', 'postgres://replica/x'],
  ['S3_BUCKET', 'media'],
])('%s=%s stops the start with one line that names it', (name, value) => {
  const { message, mend } = refusal({ [name]: value });
  expect(`${message} ${mend}`).toMatch(new RegExp(`^The setting ${name} [^\\n]+\\. Mend: [^\\n]+\\.$`));
});

test('one process serves unless more are asked for, and many have fewer connections each', () => {
  const shareOf = (environment: Record<string, string>) => {
    const { processes, poolSize } = readConfig(environment);
    return [processes, poolSize];
  };
  expect(shareOf({})).toEqual([1, 10]);
  expect(shareOf({ PROCESSES: '4' })).toEqual([4, 10]);
  expect(shareOf({ PROCESSES: '16' })).toEqual([16, 4]);
  expect(shareOf({ PROCESSES: '64' })).toEqual([64, 4]);
  expect(shareOf({ PROCESSES: '64', DATABASE_POOL: '20' })).toEqual([64, 20]);
  expect(readConfig({ PROCESSES: 'auto' }).processes).toBe(Math.min(64, availableParallelism()));
});

test('a refusal repeats no secret', () => {
  const { message, mend } = refusal({ JWT_KEYS: 'main:hunter22', PORT: '1' });
  expect(message + mend).not.toContain('hunter22');
});

test('production keeps its own keys', () => {
  expect(refusal({ NODE_ENV: 'production' }).message).toContain('JWT_KEYS');
});

test('mail needs a sender', () => {
  expect(refusal({ SMTP_URL: 'smtp://mail.example' }).message).toContain('MAIL_FROM');
});

test('keys of a data folder are made once, for its owner alone, and refused when they were spoilt', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rookery-keys-'));
  try {
    const file = join(folder, 'data', 'jwt-keys');
    const made = keptJwtKeys(join(folder, 'data'));
    expect(keptJwtKeys(join(folder, 'data'))).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(made[0]?.secret);
    writeFileSync(file, 'gibberish');
    expect(() => keptJwtKeys(join(folder, 'data'))).toThrow(SetupError);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
