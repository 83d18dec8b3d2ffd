import { type Declaration, writeCost } from './access.ts';
import type { App } from './app.ts';
import type { RequestContext } from './context.ts';
import { DomainError } from './errors.ts';
import type { Rate, RateState } from './ports.ts';
import { rates, strictRates } from './rates.ts';

/** Charges a key one point, and refuses with `rate_limited` when its rate is used up. */
export async function charge(app: App, rate: Rate, key: string): Promise<void> {
  const state = await app.limiter.charge(rate, key, 1);
  if (!state.allowed) refuse(state);
}

/** Charges one call to its caller: the general rate, the hourly writes, and the strict rate that it declares. */
export async function chargeCall(ctx: RequestContext, declaration: Declaration): Promise<void> {
  const { app, identity } = ctx;
  const rate = identity.kind === 'viewer' ? rates.signedIn : rates.anonymous;
  const key = identity.kind === 'viewer' ? identity.viewer.id : addressKey(ctx.ip);
  const state = await app.limiter.charge(rate, key, 1);
  announce(ctx, rate, state);
  if (!state.allowed) refuse(state);
  if (declaration.effect) await chargeWrite(app, key, writeCost[declaration.effect]);
  const strict = declaration.limit && strictRates[declaration.limit];
  if (strict) await charge(app, strict.rate, strict.by === 'caller' ? key : addressKey(ctx.ip));
}

/** Charges a key points of the hourly writes: those of a call, or what it costs more than other calls of its kind. */
export async function chargeWrite(app: App, key: string, cost: number): Promise<void> {
  const state = await app.limiter.charge(rates.writes, key, cost);
  if (!state.allowed) refuse(state);
}

function refuse(state: RateState): never {
  throw new DomainError('rate_limited', { retryAfter: Math.max(1, Math.ceil(state.resetMs / 1000)) });
}

function announce(ctx: RequestContext, rate: Rate, state: RateState): void {
  const points = Math.floor(rate.points * ctx.app.settings.rateLimitFactor);
  ctx.setHeader('ratelimit-policy', `"${rate.name}";q=${points};w=${rate.seconds}`);
  ctx.setHeader('ratelimit', `"${rate.name}";r=${state.remaining};t=${Math.ceil(state.resetMs / 1000)}`);
}

/** An address as limits see it: IPv6 by its /64, since one household has all of that. */
export function addressKey(ip: string): string {
  const plain = ip.startsWith('::ffff:') ? ip.slice(7) : ip;
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
