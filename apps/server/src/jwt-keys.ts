import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.ts';

/** A key that signs access tokens, and the id by which tokens name it. */
export interface JwtKey {
  kid: string;
  secret: string;
}

const shortest = 32;
const knownWords = /change.?me|your.?secret|example|placeholder|default|password|0123456789|abcdefgh/i;

/** The keys of `kid:secret[,kid:secret]`, or what is wrong with them, in words that follow the setting's name. */
export function parseJwtKeys(text: string): JwtKey[] | string {
  const keys = text.split(',').map((part) => {
    const [kid = '', ...secret] = part.trim().split(':');
    return { kid, secret: secret.join(':') };
  });
  if (keys.some(({ kid }) => !/^[\w.-]{1,32}$/.test(kid))) return 'is not of the form kid:secret[,kid:secret]';
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) return 'names two keys alike';
  return keys.map(({ secret }) => weaknessOf(secret)).find((weakness) => weakness !== null) ?? keys;
}

/** What is wrong with a secret, or null. */
export function weaknessOf(secret: string): string | null {
  if (secret.length < shortest) return `holds a secret shorter than ${shortest} characters`;
  if (knownWords.test(secret) || new Set(secret).size < 10) return 'holds a secret that can be guessed';
  return null;
}

/** The keys of a data folder: made at the first start, kept where only their owner reads them. */
export function keptJwtKeys(dataDir: string): JwtKey[] {
  const file = join(dataDir, 'jwt-keys');
  const keys = parseJwtKeys(readOrMake(file));
  if (typeof keys === 'string')
    throw new SetupError(`${file} ${keys}.`, 'Delete it; a new one is made, and everybody has to sign in again.');
  return keys;
}

function readOrMake(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    make(file);
    return readFileSync(file, 'utf8').trim();
  }
}

/** NOTE: several processes may make it at once; a link is there whole or not at all, and the first one stays. */
function make(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.jwt-keys-${randomBytes(8).toString('hex')}`);
  const made = `${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64url')}`;
  writeFileSync(draft, `${made}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}
