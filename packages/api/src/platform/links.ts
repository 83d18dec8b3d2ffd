import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock, Links } from '../kernel/ports.ts';

const signatureBytes = 16;
/** Addresses signed within one such span are the same, so that browsers may keep what they fetched. */
const spanSeconds = 1800;

/** Makes and checks addresses of files. */
export function createLinks({ publicUrl, secret, clock }: { publicUrl: string; secret: Buffer; clock: Clock }): Links {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'rookery file links', 32));
  const sign = (name: string, expires: string): Buffer =>
    createHmac('sha256', key).update(`${expires} ${name}`).digest().subarray(0, signatureBytes);
  const nowSeconds = (): number => clock.now().getTime() / 1000;
  return {
    file: (name, open) => {
      const address = `${publicUrl}/media/${name}`;
      if (open) return address;
      const expires = String((Math.floor(nowSeconds() / spanSeconds) + 2) * spanSeconds);
      return `${address}?expires=${expires}&signature=${sign(name, expires).toString('base64url')}`;
    },
    download: (id, expiresAt) => {
      const name = `exports/${id}.zip`;
      const expires = String(Math.floor(expiresAt.getTime() / 1000));
      return `${publicUrl}/${name}?expires=${expires}&signature=${sign(name, expires).toString('base64url')}`;
    },
    verify: (name, expires, signature) => {
      const left = Number(expires) - nowSeconds();
      const given = Buffer.from(signature, 'base64url');
      const genuine = given.length === signatureBytes && timingSafeEqual(given, sign(name, expires));
      return genuine && left > 0 ? left : null;
    },
  };
}
