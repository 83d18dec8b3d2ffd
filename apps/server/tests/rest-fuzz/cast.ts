import type { TestServer } from '@rookery/testkit';
import { commonPassword } from './fitting.ts';
import type { Pool } from './known.ts';

/** Who calls: nobody, people who stay, one who may sign himself out, staff, and tokens that may do little or nothing. */
export const callerNames = ['anonymous', 'wren', 'lark', 'staff', 'leaver', 'reader', 'chatter', 'expired'] as const;

export type CallerName = (typeof callerNames)[number];

type PersonName = 'wren' | 'lark' | 'staff' | 'leaver';

interface Person {
  username: string;
  email: string;
  token: string;
}

interface Sound {
  path: string;
  token?: string;
  body: object;
}

const soundly = { 'content-type': 'application/json' };
const anHourMs = 3_600_000;

/** People with accounts, who come back when they have signed themselves out. */
export class Cast {
  readonly #t: TestServer;
  readonly #pool: Pool;
  readonly #people = new Map<PersonName, Person>();
  readonly #tokens = new Map<CallerName, string>();
  readonly #refused = new Set<CallerName>();
  #serial = 0;

  constructor(t: TestServer, pool: Pool) {
    this.#t = t;
    this.#pool = pool;
  }

  /** Opens the accounts. NOTE: one token is made that expires before anybody calls. */
  async open(): Promise<void> {
    await this.#join('wren');
    const soon = new Date(this.#t.clock.now().getTime() + anHourMs / 2);
    await this.#makeToken('expired', ['read'], soon);
    this.#t.clock.advance(anHourMs);
    for (const name of ['wren', 'lark', 'staff', 'leaver'] as const) await this.#join(name);
    await this.#makeTokens();
  }

  tokenOf(name: CallerName): string | null {
    return this.#tokens.get(name) ?? null;
  }

  /** Takes note of how a caller's own token was received. */
  heard(name: CallerName, status: number): void {
    if (status === 401) this.#refused.add(name);
  }

  /** Signs those in again whose token is good no more. */
  async mend(): Promise<void> {
    for (const { text } of this.#t.mailer.sent.slice(-5))
      for (const [, token = ''] of text.matchAll(/token=([\w.~-]+)/g)) this.#pool.add('mailTokens', token);
    for (const name of ['wren', 'lark', 'staff', 'leaver'] as const)
      if (this.#refused.has(name) && !(await this.#comesBack(name))) await this.#joins(name);
    if (this.#refused.has('reader') || this.#refused.has('chatter')) await this.#makeTokens();
    this.#refused.clear();
  }

  async #comesBack(name: PersonName): Promise<boolean> {
    const login = this.#people.get(name)?.email ?? '';
    const answer = await this.#post({ path: '/auth/login', body: { login, password: commonPassword } });
    if (answer) this.#tokens.set(name, String(answer['accessToken']));
    return answer !== null;
  }

  async #join(name: PersonName): Promise<void> {
    if (!(await this.#joins(name))) throw new Error(`${name} could not register`);
  }

  /** Opens an account, unless a limit stands against it. */
  async #joins(name: PersonName): Promise<boolean> {
    this.#serial += 1;
    const username = `${name}${this.#serial}`;
    const person = { username, email: `${username}@fuzz.test` };
    const session = await this.#post({ path: '/auth/register', body: { ...person, password: commonPassword } });
    if (!session) return false;
    const token = String(session['accessToken']);
    this.#people.set(name, { ...person, token });
    this.#tokens.set(name, token);
    const { id } = Object(session['account']);
    this.#pool.set(name, String(id));
    this.#pool.add('people', String(id));
    this.#pool.add('usernames', username);
    this.#pool.add('emails', person.email);
    if (name === 'staff')
      await this.#t.app.sql.raw("update account set role = 'admin' where email = $1", [person.email]);
    return true;
  }

  async #makeTokens(): Promise<void> {
    await this.#makeToken('reader', ['read'], null);
    await this.#makeToken('chatter', ['read:chat', 'write:chat'], null);
  }

  async #makeToken(name: CallerName, scopes: string[], expiresAt: Date | null): Promise<void> {
    const token = this.tokenOf('wren') ?? '';
    const body = { name, scopes, ...(expiresAt ? { expiresAt } : {}) };
    const made = await this.#post({ path: '/tokens', token, body });
    if (made) this.#tokens.set(name, String(made['token']));
  }

  async #post({ path, token, body }: Sound): Promise<Record<string, unknown> | null> {
    const headers = { ...soundly, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${this.#t.url}/api/v1${path}`, request);
    const text = await answer.text();
    return answer.ok ? JSON.parse(text) : null;
  }
}
