import { type Declaration, writeCost } from './access.ts';
import type { RequestContext } from './context.ts';
import { DomainError } from './errors.ts';
import type { Rate, RateState } from './ports.ts';
import { rates, strictRates } from './rates.ts';

/** Charges a key one point, and refuses with `rate_limited` when its rate is used up. */
export async function charge(ctx: RequestContext, rate: Rate, key: string): Promise<void> {
  demand(ctx, rate, await ctx.app.limiter.charge(rate, key, 1));
}

/** Charges one call to its caller: the general rate, the hourly writes, and the strict rate that it declares. */
export async function chargeCall(ctx: RequestContext, declaration: Declaration): Promise<void> {
  const { app, identity } = ctx;
  const rate = identity.kind === 'viewer' ? rates.signedIn : rates.anonymous;
  const key = identity.kind === 'viewer' ? identity.viewer.id : addressKey(ctx.ip);
  const state = await app.limiter.charge(rate, key, 1);
  demand(ctx, rate, state);
  if (!declaration.effect) announce(ctx, [[rate, state]]);
  else
    announce(ctx, [
      [rate, state],
      [rates.writes, await chargeWrite(ctx, key, writeCost[declaration.effect])],
    ]);
  const strict = declaration.limit && strictRates[declaration.limit];
  if (strict) await charge(ctx, strict.rate, strict.by === 'caller' ? key : addressKey(ctx.ip));
}

/** Charges a key points of the hourly writes: those of a call, or what it costs more than other calls of its kind. */
export async function chargeWrite(ctx: RequestContext, key: string, cost: number): Promise<RateState> {
  const state = await ctx.app.limiter.charge(rates.writes, key, cost);
  demand(ctx, rates.writes, state);
  return state;
}

/** Refuses what is over a rate, and says which. */
function demand(ctx: RequestContext, rate: Rate, state: RateState): void {
  if (state.allowed) return;
  announce(ctx, [[rate, state]]);
  throw new DomainError('rate_limited', { retryAfter: Math.max(1, Math.ceil(state.resetMs / 1000)) });
}

function announce(ctx: RequestContext, told: readonly (readonly [Rate, RateState])[]): void {
  const policies = told.map(([{ name, points, seconds }]) => {
    return `"${name}";q=${Math.max(1, Math.floor(points * ctx.app.settings.rateLimitFactor))};w=${seconds}`;
  });
  const states = told.map(
    ([{ name }, { remaining, resetMs }]) => `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
  );
  ctx.setHeader('ratelimit-policy', policies.join(', '));
  ctx.setHeader('ratelimit', states.join(', '));
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
