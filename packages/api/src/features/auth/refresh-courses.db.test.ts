import { createTestApp, signUp, type TestApp } from '@rookery/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestApp;
let serial = 0;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t[Symbol.asyncDispose]());

const graceSeconds = 20;
const aToken = /^[\w-]{43}$/;

// NOTE: multiples of three never sum up to 20, so that the milliseconds of the test itself decide nothing.
const pause = fc.constantFrom(0, 0, 3, 6, 12, 30, 900);

async function newToken(): Promise<string> {
  serial += 1;
  return (await signUp(t, `walker_${serial}`)).session.refreshToken;
}

/** The next token, or why there is none. */
async function spend(refreshToken: string): Promise<string> {
  return t
    .as(null)
    .auth.refresh({ refreshToken })
    .then(
      (session) => session.refreshToken,
      (error: { cause: { reason: string } }) => error.cause.reason,
    );
}

/** A session as the rules have it: all its tokens, and when each was used first. */
function openModel(first: string) {
  const tokens = [first];
  const usedAt = new Map<string, number>();
  let revoked = false;
  const answerTo = (token: string, at: number): string | RegExp => {
    if (revoked) return 'session_revoked';
    const used = usedAt.get(token);
    if (used === undefined) return aToken;
    return at - used <= graceSeconds ? (tokens.at(-1) ?? '') : 'refresh_reused';
  };
  return {
    /** One of the newest four, as old as asked for. */
    pick: (age: number) => tokens[Math.max(0, tokens.length - 1 - (age % 4))] ?? '',
    check: (token: string, at: number, answer: string) => {
      const expected = answerTo(token, at);
      if (expected === aToken) expect(tokens).not.toContain(answer);
      expect(answer).toEqual(expected === aToken ? expect.stringMatching(aToken) : expected);
      if (expected === aToken) tokens.push(answer);
      if (expected === 'refresh_reused') revoked = true;
      if (!usedAt.has(token)) usedAt.set(token, at);
    },
  };
}

test('any course of tabs and thieves goes as the rules say', async () => {
  const steps = fc.array(fc.record({ pause, age: fc.nat(100) }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(steps, async (course) => {
      const model = openModel(await newToken());
      let at = 0;
      for (const step of course) {
        t.clock.advance(step.pause * 1000);
        at += step.pause;
        const token = model.pick(step.age);
        model.check(token, at, await spend(token));
      }
    }),
    { numRuns: 40 },
  );
});

/** A device whose tabs share the token that they keep; replies may be lost, and tabs may have read it a while ago. */
class Device {
  readonly #usedAt = new Map<string, number>();
  #at = 0;
  #kept: string;
  #before: string;

  constructor(token: string) {
    this.#kept = token;
    this.#before = token;
  }

  /** NOTE: a reply that stays lost for 20 seconds signs the device out, as it must; so it does not wait so long. */
  wait(seconds: number): void {
    if (this.#at + seconds - (this.#usedAt.get(this.#kept) ?? this.#at + seconds) >= graceSeconds) return;
    this.#at += seconds;
    t.clock.advance(seconds * 1000);
  }

  async refresh({ lost, late }: { lost: boolean; late: boolean }): Promise<void> {
    const held = late && this.#isFresh(this.#before) ? this.#before : this.#kept;
    const answer = await spend(held);
    expect(answer).toMatch(aToken);
    if (!this.#usedAt.has(held)) this.#usedAt.set(held, this.#at);
    if (lost || answer === this.#kept) return;
    this.#before = this.#kept;
    this.#kept = answer;
  }

  #isFresh(token: string): boolean {
    return this.#at - (this.#usedAt.get(token) ?? this.#at) < graceSeconds;
  }
}

test('two tabs never sign each other out, be replies lost or late', async () => {
  const steps = fc.array(fc.record({ pause, lost: fc.boolean(), late: fc.boolean() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(steps, async (course) => {
      const device = new Device(await newToken());
      for (const step of course) {
        device.wait(step.pause);
        await device.refresh(step);
      }
      await device.refresh({ lost: false, late: false });
      device.wait(900);
      await device.refresh({ lost: false, late: false });
    }),
    { numRuns: 40 },
  );
});
