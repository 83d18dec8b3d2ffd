import { createTestApp } from '@rookery/testkit';
import { expect, test } from 'vitest';
import { capturingMailer } from '../../platform/mailer.ts';
import { listCapturedMail } from './captured-mail.ts';

test('without a mail server letters are kept, the newest first', async () => {
  await using t = await createTestApp();
  const mailer = capturingMailer(t.app.sql);
  for (const [n, to] of ['alice@rookery.test', 'bob@rookery.test', 'alice@rookery.test'].entries()) {
    await mailer.send({ to, subject: `letter ${n}`, text: 'Hello,\n\nyou.\n' }, `job ${n}`);
  }
  const all = await listCapturedMail(t.app);
  expect(all.map(({ subject }) => subject)).toEqual(['letter 2', 'letter 1', 'letter 0']);
  expect(all[0]).toEqual({
    id: '3',
    recipient: 'alice@rookery.test',
    subject: 'letter 2',
    text: 'Hello,\n\nyou.\n',
    headers: {},
    createdAt: expect.any(Date),
  });
  expect((await listCapturedMail(t.app, 'Alice@rookery.test')).map(({ subject }) => subject)).toEqual([
    'letter 2',
    'letter 0',
  ]);
  expect(await listCapturedMail(t.app, 'nobody@rookery.test')).toEqual([]);
});

test('the letter of a job that runs again is kept once', async () => {
  await using t = await createTestApp();
  const mailer = capturingMailer(t.app.sql);
  const letter = { to: 'alice@rookery.test', subject: 'once', text: 'Hello.' };
  await Promise.all(Array.from({ length: 8 }, () => mailer.send(letter, 'the same job')));
  await mailer.send(letter, 'another job');
  expect(await listCapturedMail(t.app)).toHaveLength(2);
});

test('header fields are kept with the letter', async () => {
  await using t = await createTestApp();
  const headers = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  await capturingMailer(t.app.sql).send({ to: 'a@rookery.test', subject: 'a', text: 'b', headers }, 'a job');
  expect((await listCapturedMail(t.app))[0]?.headers).toEqual(headers);
});
