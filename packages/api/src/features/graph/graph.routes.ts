import {
  ById,
  ByUserId,
  FollowRequestPage,
  GetUserInput,
  ListUsersInput,
  OfUserInput,
  PageInput,
  ProfilePage,
  ProfileView,
  ProfileViewer,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { approveFollow, rejectFollow } from './answer-follow-request.ts';
import { followUser } from './follow-user.ts';
import { getUser } from './get-user.ts';
import { listFollowRequests } from './list-follow-requests.ts';
import { listFollowers, listFollowing } from './list-follows.ts';
import { listUsers } from './list-users.ts';
import { removeFollower } from './remove-follower.ts';
import { unfollowUser } from './unfollow-user.ts';

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
} satisfies TRPCRouterRecord;

export const graphRoutes = {
  follow: signedIn({
    doc: 'Follows a profile, or asks to follow a private one; answers how the caller then stands to it.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'PUT /users/{userId}/follow',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(followUser),
  unfollow: signedIn({
    doc: 'Follows a profile no more, or takes back the request to; answers how the caller then stands to it.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /users/{userId}/follow',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(unfollowUser),
  followRequests: signedIn({
    doc: 'Lists who waits to follow the caller, the latest first.',
    scope: 'read',
    rest: 'GET /follow-requests',
  })
    .input(PageInput)
    .output(FollowRequestPage)
    .query(listFollowRequests),
  approveFollow: signedIn({
    doc: 'Lets the one who asked follow the caller; answers how the caller then stands to that profile.',
    scope: 'write:graph',
    effect: 'update',
    rest: 'POST /follow-requests/{id}/approve',
  })
    .input(ById)
    .output(ProfileViewer)
    .mutation(approveFollow),
  rejectFollow: signedIn({
    doc: 'Refuses the one who asked to follow the caller; answers how the caller then stands to that profile.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'POST /follow-requests/{id}/reject',
  })
    .input(ById)
    .output(ProfileViewer)
    .mutation(rejectFollow),
  removeFollower: signedIn({
    doc: 'Makes somebody follow the caller no more; answers how the caller then stands to that profile.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /followers/{userId}',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(removeFollower),
} satisfies TRPCRouterRecord;
