import { GetUserInput, ListUsersInput, OfUserInput, PageInput, ProfilePage, ProfileView } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { listFriendsOf } from './friends/list-friends.ts';
import { getUser } from './get-user.ts';
import { listFollowers, listFollowing, listMutuals } from './list-follows.ts';
import { listUsers } from './list-users.ts';
import { suggestUsers } from './suggest-users.ts';

export const usersRoutes = {
  list: anyone({
    doc: 'Lists profiles, newest first; with `query`, those whose name starts with it.',
    scope: 'read',
    rest: 'GET /users',
  })
    .input(ListUsersInput)
    .output(ProfilePage)
    .query(listUsers),
  get: anyone({
    doc: 'Reads a profile by its id or username.',
    scope: 'read',
    rest: 'GET /users/{id}',
    restToo: 'GET /users/by-username/{username}',
  })
    .input(GetUserInput)
    .output(ProfileView)
    .query(getUser),
  followers: anyone({
    doc: 'Lists who follows a profile, the latest first.',
    scope: 'read',
    rest: 'GET /users/{id}/followers',
  })
    .input(OfUserInput)
    .output(ProfilePage)
    .query(listFollowers),
  following: anyone({
    doc: 'Lists whom a profile follows, the latest first.',
    scope: 'read',
    rest: 'GET /users/{id}/following',
  })
    .input(OfUserInput)
    .output(ProfilePage)
    .query(listFollowing),
  friends: anyone({
    doc: 'Lists the friends of a profile, the latest first.',
    scope: 'read',
    rest: 'GET /users/{id}/friends',
  })
    .input(OfUserInput)
    .output(ProfilePage)
    .query(listFriendsOf),
  mutuals: anyone({
    doc: 'Lists the followers of a profile whom the caller follows; none for an anonymous caller.',
    scope: 'read',
    rest: 'GET /users/{id}/mutuals',
  })
    .input(OfUserInput)
    .output(ProfilePage)
    .query(listMutuals),
  suggestions: signedIn({
    doc: 'Lists whom the caller may want to follow: those whom the people that the caller follows follow, then popular ones.',
    scope: 'read',
    rest: 'GET /users/suggestions',
  })
    .input(PageInput)
    .output(ProfilePage)
    .query(suggestUsers),
} satisfies TRPCRouterRecord;
