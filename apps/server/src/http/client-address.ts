import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { addNetwork } from '../setting.ts';

/** Tells the address of the client behind a request. */
export type AddressReader = (req: IncomingMessage) => string;

/**
 * Reads X-Forwarded-For from its right end, where our own proxies write, and only as far as they are trusted: by their
 * number or by their addresses. What clients put to the left of that is never believed.
 */
export function createAddressReader(trust: number | readonly string[]): AddressReader {
  const isTrusted = typeof trust === 'number' ? (_address: string, hop: number) => hop < trust : trustedNetworks(trust);
  return (req) => {
    let address = plain(req.socket.remoteAddress ?? '');
    const forwarded = forwardedFor(req);
    for (let hop = 0; isTrusted(address, hop); hop += 1) {
      const before = plain(forwarded.pop() ?? '');
      if (isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

function trustedNetworks(networks: readonly string[]): (address: string) => boolean {
  const known = new BlockList();
  for (const network of networks) addNetwork(known, network);
  return (address) => isIP(address) !== 0 && known.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** NOTE: Node joins repeated headers of this name with commas, in order. */
function forwardedFor(req: IncomingMessage): string[] {
  const header = req.headers['x-forwarded-for'];
  if (header === undefined) return [];
  return String(header).split(',');
}

function plain(address: string): string {
  const trimmed = address.trim();
  return trimmed.startsWith('::ffff:') && trimmed.includes('.') ? trimmed.slice(7) : trimmed;
}
