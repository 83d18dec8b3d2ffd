import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createAddressReader } from './client-address.ts';

function requestFrom(remoteAddress: string, forwarded?: string): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: remoteAddress });
  const req = new IncomingMessage(socket);
  if (forwarded !== undefined) req.headers['x-forwarded-for'] = forwarded;
  return req;
}

test.each([
  {
    name: 'no proxy: what clients forge is not believed',
    trust: 0,
    remote: '203.0.113.7',
    forwarded: '198.51.100.1',
    client: '203.0.113.7',
  },
  { name: 'one proxy', trust: 1, remote: '10.0.0.1', forwarded: '198.51.100.1', client: '198.51.100.1' },
  {
    name: "what was forged to the left of a proxy's own entry is not believed",
    trust: 1,
    remote: '10.0.0.1',
    forwarded: '8.8.8.8, 198.51.100.1',
    client: '198.51.100.1',
  },
  {
    name: 'two proxies',
    trust: 2,
    remote: '10.0.0.1',
    forwarded: '8.8.8.8, 198.51.100.1, 10.0.0.2',
    client: '198.51.100.1',
  },
  {
    name: 'more proxies than there were',
    trust: 3,
    remote: '10.0.0.1',
    forwarded: '198.51.100.1',
    client: '198.51.100.1',
  },
  { name: 'no header', trust: 1, remote: '10.0.0.1', forwarded: undefined, client: '10.0.0.1' },
  { name: 'gibberish', trust: 1, remote: '10.0.0.1', forwarded: 'unknown', client: '10.0.0.1' },
  { name: 'IPv6', trust: 1, remote: '::1', forwarded: '2001:db8::1', client: '2001:db8::1' },
  { name: 'IPv4 in IPv6', trust: 0, remote: '::ffff:203.0.113.7', forwarded: undefined, client: '203.0.113.7' },
  {
    name: 'proxies by network',
    trust: ['10.0.0.0/8', '::1'],
    remote: '10.0.0.1',
    forwarded: '8.8.8.8, 198.51.100.1, 10.9.9.9',
    client: '198.51.100.1',
  },
  {
    name: 'a stranger who poses as a proxy',
    trust: ['10.0.0.0/8'],
    remote: '203.0.113.7',
    forwarded: '198.51.100.1',
    client: '203.0.113.7',
  },
])('$name', ({ trust, remote, forwarded, client }) => {
  expect(createAddressReader(trust)(requestFrom(remote, forwarded))).toBe(client);
});
