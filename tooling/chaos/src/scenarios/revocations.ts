import { setTimeout } from 'node:timers/promises';
import type { Rookery } from '@rookery/sdk';
import type { TapPlan } from '../people/tap.ts';

/** Somebody of the revocation scenario, whose calls go to one process. */
export interface Player {
  id: string;
  username: string;
  password: string;
  client: Rookery;
}

/** Who takes part: the owner of what is heard, the one who hears it until he may not, and a third. */
export interface Cast {
  owner: Player;
  hearer: Player;
  third: Player;
  /** A further device of the hearer, with the tokens of its session. */
  device: { client: Rookery; accessToken: string; refreshToken: string };
}

/** A right that is taken away, prepared. */
export interface Prepared {
  /** What the hearer listens to, with the token of his further device. */
  tap: Pick<TapPlan, 'path' | 'input'>;
  /** Lets something happen that carries a word and that only who has the right may hear of. It may be refused. */
  cause(word: string): Promise<unknown>;
  revoke(): Promise<unknown>;
  /** Lets something happen that the hearer may still hear of; absent where the stream itself must end. */
  sentinel?(word: string): Promise<unknown>;
}

/** Prepares a revocation. */
export type Revocation = (cast: Cast) => Promise<Prepared>;

const stream = { path: 'events.stream', input: {} } as const;

/** Sessions of the hearer that end while somebody writes to him. */
function ofSession(revoke: (cast: Cast) => Promise<unknown>): Revocation {
  return async (cast) => ({ tap: stream, cause: await writing(cast.third, cast.hearer), revoke: () => revoke(cast) });
}

/** Posts of the owner that the hearer watches and may not see any more. */
function ofPost(prepare: (cast: Cast) => Promise<string>, revoke: (cast: Cast) => Promise<unknown>): Revocation {
  return async (cast) => {
    const id = await prepare(cast);
    return {
      tap: { path: 'posts.watch', input: { id } },
      cause: (word) => cast.owner.client.posts.create({ text: word, replyToId: id }),
      revoke: () => revoke(cast),
    };
  };
}

/** Group conversations that the hearer is taken out of. */
function ofConversation(revoke: (cast: Cast, conversationId: string) => Promise<unknown>): Revocation {
  return async (cast) => {
    const { owner, hearer, third } = cast;
    const { id } = await owner.client.chat.createGroup({ title: 'Chaos', userIds: [hearer.id, third.id] });
    return {
      tap: stream,
      cause: (text) => owner.client.chat.send({ conversationId: id, text, clientId: crypto.randomUUID() }),
      revoke: () => revoke(cast, id),
      sentinel: await writing(third, hearer),
    };
  };
}

async function writing(from: Player, to: Player): Promise<(text: string) => Promise<unknown>> {
  const { id: conversationId } = await from.client.chat.open({ userId: to.id });
  return (text) => from.client.chat.send({ conversationId, text, clientId: crypto.randomUUID() });
}

async function privatePost({ owner, hearer }: Cast): Promise<string> {
  await owner.client.me.update({ isPrivate: true });
  await hearer.client.graph.follow({ userId: owner.id });
  for await (const request of owner.client.graph.followRequests.all())
    await owner.client.graph.approveFollow({ id: request.id });
  return publish(owner);
}

async function openPost({ owner }: Cast): Promise<string> {
  await owner.client.me.update({ isPrivate: false });
  return publish(owner);
}

async function publish({ client }: Player): Promise<string> {
  return (await client.posts.create({ text: 'watch this' })).id;
}

/** A group that is there for its members alone, with the hearer in it. */
function ofGroup(revoke: (cast: Cast, groupId: string) => Promise<unknown>): Revocation {
  return async (cast) => {
    const { owner, hearer } = cast;
    const { id } = await owner.client.groups.create({ name: 'Chaos', visibility: 'private', joining: 'invite' });
    await owner.client.groups.invite({ id, userId: hearer.id });
    await hearer.client.groups.acceptInvite({ id });
    const prepare = async (): Promise<string> => (await owner.client.posts.create({ text: 'inside', groupId: id })).id;
    return ofPost(prepare, () => revoke(cast, id))(cast);
  };
}

async function revokeOther({ hearer: { client } }: Cast): Promise<void> {
  for await (const { id, current } of client.auth.sessions.all()) if (!current) await client.auth.revokeSession({ id });
}

const graceMs = 20_500;

/** NOTE: for 20 seconds an old token is taken for one of two tabs that refresh at the same time. */
async function reuse({ hearer, device: { refreshToken } }: Cast): Promise<void> {
  await hearer.client.auth.refresh({ refreshToken }).catch(() => undefined);
  await setTimeout(graceMs);
  await hearer.client.auth.refresh({ refreshToken }).catch(() => undefined);
}

/** Every way to lose the right to hear something. */
export const revocations: Readonly<Record<string, Revocation>> = {
  'log out': ofSession(({ device }) => device.client.auth.logout()),
  'log out everywhere': ofSession(({ hearer }) => hearer.client.auth.logoutAll()),
  'change password': ofSession(({ hearer: { client, password } }) =>
    client.auth.changePassword({ current: password, next: `${password}, anew` }),
  ),
  'delete session': ofSession(revokeOther),
  'delete account': ofSession(({ hearer: { client, password } }) => client.me.delete({ password })),
  block: ofPost(openPost, ({ owner, hearer }) => owner.client.graph.block({ userId: hearer.id })),
  'be blocked by own doing': ofPost(openPost, ({ owner, hearer }) => hearer.client.graph.block({ userId: owner.id })),
  'turn private': ofPost(openPost, ({ owner }) => owner.client.me.update({ isPrivate: true })),
  'remove follower': ofPost(privatePost, ({ owner, hearer }) =>
    owner.client.graph.removeFollower({ userId: hearer.id }),
  ),
  'unfollow private': ofPost(privatePost, ({ owner, hearer }) => hearer.client.graph.unfollow({ userId: owner.id })),
  'remove from conversation': ofConversation(({ owner, hearer }, conversationId) =>
    owner.client.chat.removeMember({ conversationId, userId: hearer.id }),
  ),
  'leave conversation': ofConversation(({ hearer }, conversationId) => hearer.client.chat.leave({ conversationId })),
  'remove from group': ofGroup(({ owner, hearer }, id) => owner.client.groups.removeMember({ id, userId: hearer.id })),
  'leave group': ofGroup(({ hearer }, id) => hearer.client.groups.leave({ id })),
};

/** Those that take their time, which only long runs have. */
export const slowRevocations: Readonly<Record<string, Revocation>> = { 'reuse refresh token': ofSession(reuse) };
