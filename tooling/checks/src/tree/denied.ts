/** Versions that must not be locked: some are listed, some lie below a bound. */
export interface DeniedVersion {
  readonly name: string;
  readonly versions?: readonly string[];
  readonly below?: string;
  readonly reason: string;
}

const hijacked = 'published by a hijacked account';

/** Known bad versions of what we use or what comes along with it; extend it when an advisory appears. */
export const deniedVersions: readonly DeniedVersion[] = [
  { name: 'ansi-regex', versions: ['6.2.1'], reason: hijacked },
  { name: 'ansi-styles', versions: ['6.2.2'], reason: hijacked },
  { name: 'chalk', versions: ['5.6.1'], reason: hijacked },
  { name: 'color-convert', versions: ['3.1.1'], reason: hijacked },
  { name: 'color-name', versions: ['2.0.1'], reason: hijacked },
  { name: 'debug', versions: ['4.4.2'], reason: hijacked },
  { name: 'error-ex', versions: ['1.3.3'], reason: hijacked },
  { name: 'event-stream', versions: ['3.3.6'], reason: hijacked },
  { name: 'flatmap-stream', versions: ['0.1.1'], reason: hijacked },
  { name: 'is-arrayish', versions: ['0.3.3'], reason: hijacked },
  { name: 'simple-swizzle', versions: ['0.2.3'], reason: hijacked },
  { name: 'strip-ansi', versions: ['7.1.1'], reason: hijacked },
  { name: 'supports-color', versions: ['10.2.1'], reason: hijacked },
  { name: 'wrap-ansi', versions: ['9.0.1'], reason: hijacked },
  { name: 'axios', versions: ['0.30.4', '1.14.1'], reason: hijacked },
  { name: '@trpc/server', below: '11.8.0', reason: 'prototype pollution through form data' },
  { name: 'brace-expansion', versions: ['1.1.11', '2.0.1'], reason: 'regular expression that blocks' },
  { name: 'cross-spawn', below: '7.0.5', reason: 'regular expression that blocks' },
  { name: 'jsonwebtoken', below: '9.0.0', reason: 'accepts keys of the wrong kind' },
  { name: 'jws', versions: ['4.0.0'], reason: 'accepts HMAC signatures that it should not' },
  { name: 'jws', below: '3.2.3', reason: 'accepts HMAC signatures that it should not' },
  { name: 'nodemailer', below: '7.0.11', reason: 'mails a foreign domain; blocks on nested addresses' },
  { name: 'semver', versions: ['7.5.1', '6.3.0', '5.7.1'], reason: 'regular expression that blocks' },
  { name: 'superjson', below: '1.8.1', reason: 'prototype pollution' },
  { name: 'tar', below: '7.5.3', reason: 'writes outside of its folder' },
  { name: 'undici', below: '6.23.0', reason: 'unbounded decompression' },
  { name: 'vite', below: '6.4.1', reason: 'serves files that it was told not to' },
  { name: 'ws', below: '8.17.1', reason: 'a request with many headers ends the process' },
  { name: 'zod', below: '3.22.3', reason: 'regular expression that blocks' },
];

/** Packages that work only when everybody holds the same copy. */
export const singleCopies: readonly string[] = [
  '@mikro-orm/core',
  '@trpc/client',
  '@trpc/server',
  'kysely',
  'pg',
  'superjson',
  'vitest',
  'zod',
];
