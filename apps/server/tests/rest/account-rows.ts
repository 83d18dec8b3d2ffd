import { unsubscribeToken } from '@rookery/api';
import { bare, of, ofNewcomer, page, type Rows } from './row.ts';
import type { Person, Stage } from './stage.ts';

const next = 'a longer walk at noon';

async function mailedToken({ t }: Stage, { email }: Person, page: string): Promise<string> {
  await t.drain();
  const letters = t.mailer.sent.filter(({ to }) => to === email).map(({ text }) => text);
  return letters.map((text) => new RegExp(`${page}\\?token=([\\w-]+)`).exec(text)?.[1]).find(Boolean) ?? '';
}

/** Accounts, their sessions, settings and tokens. */
export const accountRows: Rows = {
  'auth.register': of(({ newName }) => {
    const username = newName();
    return { username, email: `${username}@rookery.test`, password: next };
  }),
  'auth.login': of((_, me) => ({ login: me.username, password: me.password })),
  'auth.refresh': ofNewcomer((_, me) => ({ refreshToken: me.refreshToken })),
  'auth.logout': ofNewcomer(() => ({})),
  'auth.logoutAll': ofNewcomer(() => ({})),
  'auth.sessions': page,
  'auth.revokeSession': of(async ({ t, people: { owner } }) => {
    await t.as(null).auth.login({ login: owner.username, password: owner.password });
    const [newest] = (await t.as(owner.id).auth.sessions({ limit: 1 })).items;
    return { id: newest?.id };
  }),
  'auth.changePassword': ofNewcomer((_, me) => ({ current: me.password, next })),
  'auth.requestPasswordReset': of((_, me) => ({ email: me.email })),
  'auth.resetPassword': ofNewcomer(async (s, me) => {
    await s.t.as(null).auth.requestPasswordReset({ email: me.email });
    return { token: await mailedToken(s, me, 'reset-password'), password: next };
  }),
  'auth.requestEmailVerification': ofNewcomer(() => ({})),
  'auth.verifyEmail': ofNewcomer(async (s, me) => ({ token: await mailedToken(s, me, 'verify-email') })),
  'me.get': bare,
  'me.update': of(() => ({ bio: 'I write “tests” & walk 🐦', website: '', avatarId: null })),
  'me.changeUsername': ofNewcomer(({ newName }) => ({ username: newName() })),
  'me.changeEmail': ofNewcomer(({ newName }, me) => ({ email: `${newName()}@rookery.test`, password: me.password })),
  'me.notificationSettings': bare,
  'me.updateNotificationSettings': of(() => ({ types: { like: { email: false, from: 'following' } } })),
  'me.privacy': bare,
  'me.updatePrivacy': of(() => ({ readReceipts: true })),
  'me.unsubscribe': of(({ t }, me) => ({
    token: unsubscribeToken(t.app.instanceSecret, { accountId: me.id, kind: 'all' }),
  })),
  'me.export': ofNewcomer(() => ({})),
  'me.delete': ofNewcomer((_, me) => ({ password: me.password })),
  'me.cancelDelete': ofNewcomer(() => ({})),
  'tokens.create': of(() => ({
    name: 'a script',
    scopes: ['read', 'media'],
    expiresAt: new Date('2030-01-02T03:04Z'),
  })),
  'tokens.list': page,
  'tokens.revoke': of(async ({ t, people: { owner } }) => {
    const { id } = await t.as(owner.id).tokens.create({ name: 'a script', scopes: ['read'] });
    return { id };
  }),
  'system.info': bare,
  'events.head': bare,
};
