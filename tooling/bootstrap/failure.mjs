import { root } from './places.mjs';

/** What keeps a command from going on, in one line, and what mends it, in another. */
export class Failure extends Error {
  constructor(message, mend, options) {
    super(message, options);
    this.mend = mend;
  }
}

/** Tells the person at the terminal. */
export function report(error) {
  const known = error instanceof Failure ? error : fromSystem(error);
  console.error(known === null ? error : `\n${known.message}\n  ${known.mend}`);
}

function fromSystem(error) {
  return recognise(`${error?.code} ${error?.message}`);
}

/** Finds a known cause in what a program said; null when there is none. */
export function recognise(text) {
  const flat = text.replace(/\n[\s│├╰─▶×]*/g, ' ');
  const found = causes.find(({ signs }) => signs.test(flat));
  return found === undefined ? null : new Failure(found.message, found.mend);
}

const causes = [
  {
    signs: /ENOSPC|EDQUOT|no space left|quota exceeded/i,
    message: `The disk that holds ${root} or the package store is full.`,
    mend: 'Free about 1 GB (node_modules, the package store in your home folder) and run the command again.',
  },
  {
    signs: /\bEROFS\b|read-only file system/i,
    message: `${root} lies on a read-only file system and is not set up yet.`,
    mend: 'Run it where it can be written, or set it up before it is made read-only: node tooling/bootstrap/main.mjs setup',
  },
  {
    signs: /\bEACCES\b|\bEPERM\b|permission denied/i,
    message: `This user may not write in ${root}, or in the package store of the home folder.`,
    mend: 'Run it as the owner of the checkout, or give the folder to this user (sudo chown -R "$USER" .).',
  },
  {
    signs: /ERR_PNPM_OUTDATED_LOCKFILE|lockfile.*(not up to date|out of date)/i,
    message: 'pnpm-lock.yaml does not fit a package.json.',
    mend: 'Run: npx pnpm@12.21.0 install --no-frozen-lockfile',
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|error sending request|tcp connect|dns error|fetch failed/i,
    message: 'The package registry cannot be reached.',
    mend: 'Check the network and the proxy (npm config get registry says which registry is asked) and run the command again.',
  },
];
