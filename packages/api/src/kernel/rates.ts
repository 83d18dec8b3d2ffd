import type { StrictLimit } from './access.ts';
import type { Rate } from './ports.ts';

const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;

/** The rates of the contract; the setting RATE_LIMIT_FACTOR multiplies each. */
export const rates = {
  signedIn: { name: 'signed-in', points: 1500, seconds: 5 * minutes, strict: false },
  anonymous: { name: 'anonymous', points: 300, seconds: 5 * minutes, strict: false },
  writes: { name: 'writes', points: 1500, seconds: hours, strict: false },
  loginPerAddress: { name: 'login-address', points: 25, seconds: 5 * minutes, strict: true },
  loginPerAccount: { name: 'login', points: 10, seconds: 5 * minutes, strict: true },
  loginPerAccountHour: { name: 'login-hour', points: 25, seconds: hours, strict: true },
  registerPerAddress: { name: 'register', points: 5, seconds: 30 * minutes, strict: true },
  mailPerRecipient: { name: 'mail', points: 5, seconds: hours, strict: true },
  usernamesPerAccount: { name: 'username', points: 5, seconds: days, strict: true },
  mediaPerAccount: { name: 'media', points: 30, seconds: 30 * minutes, strict: true },
  mailPerRecipientDay: { name: 'mail-day', points: 15, seconds: days, strict: true },
} as const satisfies Record<string, Rate>;

/** The strict rate that a procedure's own limit charges, and to whom; `mail` is charged by recipient, in its use case. */
export const strictRates: Record<StrictLimit, { rate: Rate; by: 'address' | 'caller' } | null> = {
  login: { rate: rates.loginPerAddress, by: 'address' },
  register: { rate: rates.registerPerAddress, by: 'address' },
  media: { rate: rates.mediaPerAccount, by: 'caller' },
  mail: null,
};
