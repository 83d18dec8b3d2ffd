import { expect, test } from 'vitest';
import { SetupError } from '../setup-error.ts';
import { describeFailure } from './failure.ts';

const refusal = (code: string, message: string) => Object.assign(new Error(message), { code });

test.each([
  ['a full disk', refusal('53100', 'could not extend file'), /^The disk .* is full\. Free/],
  [
    'a full disk, told by the ORM',
    new Error('x', { cause: refusal('53100', 'could not extend') }),
    /^The disk .* is full\./,
  ],
  ['no connection left', refusal('53300', 'too many clients'), /DATABASE_POOL/],
  ['a role without rights', refusal('42501', 'permission denied for table post'), /owner/],
  ['a database that ended', new Error('Connection terminated unexpectedly'), /^The database ended/],
  ['what was foreseen', new SetupError('It is so.', 'Do this.'), /^It is so\. Do this\.$/],
])('%s is one line that says what to do', (_name, error, line) => {
  expect(describeFailure(error)).toEqual([expect.stringMatching(line)]);
});

test('anything else is a bug, told in full', () => {
  const bug = new TypeError('x is not a function');
  expect(describeFailure(bug)).toEqual(['Rookery gave up; this is a bug.', bug]);
});
