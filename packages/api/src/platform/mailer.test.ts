import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { smtpMailer } from './mailer.ts';

interface Received {
  from: string;
  to: string[];
  raw: string;
}

async function startMailServer(): Promise<{ url: string; received: Received[] } & AsyncDisposable> {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, { envelope }, done) => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      void text(stream).then((raw) => {
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

test('hands a letter to the mail server', async () => {
  await using server = await startMailServer();
  const letter = { to: 'alice@example.org', subject: 'Grüße', text: 'Hello,\n\nyou.\n' };
  await smtpMailer(server.url, 'Rookery <post@rookery.test>').send(letter, 'job-1');
  expect(server.received).toEqual([
    { from: 'post@rookery.test', to: ['alice@example.org'], raw: expect.stringContaining('Hello,\r\n\r\nyou.\r\n') },
  ]);
  expect(server.received[0]?.raw).toContain('From: Rookery <post@rookery.test>');
  expect(server.received[0]?.raw).toContain('Message-ID: <job-1@rookery.test>');
});

test('a letter bears the header fields that it was given, and nothing of whom it is about', async () => {
  await using server = await startMailServer();
  const headers = {
    'List-Unsubscribe': `<https://rookery.test/unsubscribe?token=${'t'.repeat(90)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  const letter = { to: 'alice@example.org', subject: 'Hi', text: 'Hello', headers, about: ['somebody'] };
  await smtpMailer(server.url, 'post@rookery.test').send(letter, 'job-4');
  const raw = server.received[0]?.raw.replace(/\r\n /g, ' ') ?? '';
  for (const [name, value] of Object.entries(headers)) expect(raw).toContain(`${name}: ${value}`);
  expect(raw).not.toContain('somebody');
});

test('a subject cannot add headers or recipients', async () => {
  await using server = await startMailServer();
  const mailer = smtpMailer(server.url, 'post@rookery.test');
  await mailer.send({ to: 'alice@example.org', subject: 'Hi\r\nBcc: eve@example.org', text: 'x' }, 'job-2');
  expect(server.received[0]?.to).toEqual(['alice@example.org']);
  expect(server.received[0]?.raw).not.toMatch(/^Bcc:/im);
});

test('throws when the mail server is away, so that the job is tried again', async () => {
  const server = await startMailServer();
  await server[Symbol.asyncDispose]();
  await expect(
    smtpMailer(server.url, 'post@rookery.test').send({ to: 'a@example.org', subject: 'x', text: 'x' }, 'job-3'),
  ).rejects.toThrow();
});
