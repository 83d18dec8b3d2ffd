import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function logged(level: string, write: (log: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  write(createLogger(level, { write: (line) => void lines.push(line) }));
  return lines;
}

test.each([
  'password',
  'passwordHash',
  'current',
  'next',
  'token',
  'refreshToken',
  'accessToken',
  'authorization',
  'cookie',
  'set-cookie',
  'secret',
])('cuts %s out, at the top and two levels below', (name) => {
  const canary = 'canary-0451';
  const [line = ''] = logged('info', (log) =>
    log.info({ [name]: canary, input: { [name]: canary, deep: { [name]: canary } }, path: 'auth.login' }, 'call'),
  );
  expect(line).not.toContain(canary);
  expect(JSON.parse(line)).toMatchObject({ path: 'auth.login', msg: 'call', [name]: '[redacted]' });
});

test('tells of an error with its stack', () => {
  const [line = ''] = logged('info', (log) => log.error({ err: new Error('out of cheese') }, 'job failed'));
  expect(JSON.parse(line)).toMatchObject({
    msg: 'job failed',
    err: { message: 'out of cheese', stack: expect.stringContaining('logger.test') },
  });
});

test('an error of the database does not tell the row that failed', () => {
  const detail = 'Failing row contains (1, alice@rookery.test, $2b$12$canary).';
  const broken = Object.assign(new Error('violates check constraint'), { code: '23514', detail });
  const [line = ''] = logged('info', (log) => log.error({ err: broken }, 'a call failed'));
  const [wrapped = ''] = logged('info', (log) =>
    log.error({ err: new Error('x', { cause: broken }) }, 'a call failed'),
  );
  expect(line + wrapped).not.toContain('canary');
  expect(JSON.parse(line).err).toMatchObject({ code: '23514', message: 'violates check constraint' });
});

test('says nothing below its level', () => {
  expect(logged('warn', (log) => log.info({}, 'chatter'))).toEqual([]);
});
