import {
  ByRequestId,
  ByUserId,
  FriendRequestPage,
  FriendRequestView,
  ListFriendRequestsInput,
  PageInput,
  ProfilePage,
  ProfileViewer,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../../kernel/trpc.ts';
import { acceptFriend, cancelFriendRequest, rejectFriend } from './answer-friend-request.ts';
import { listFriendRequests } from './list-friend-requests.ts';
import { listFriends } from './list-friends.ts';
import { removeFriend } from './remove-friend.ts';
import { requestFriend } from './request-friend.ts';

export const friendsRoutes = {
  request: signedIn({
    doc: 'Asks a profile to be friends, or accepts what it asked the caller first.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'POST /friends/requests',
    created: '/friends/requests/{id}',
  })
    .input(ByUserId)
    .output(FriendRequestView)
    .mutation(requestFriend),
  accept: signedIn({
    doc: 'Makes the caller and the one who asked friends.',
    scope: 'write:graph',
    effect: 'update',
    rest: 'POST /friends/requests/{requestId}/accept',
  })
    .input(ByRequestId)
    .output(FriendRequestView)
    .mutation(acceptFriend),
  reject: signedIn({
    doc: 'Refuses to be friends; the one who asked is not told, and may ask again after a day.',
    scope: 'write:graph',
    effect: 'update',
    rest: 'POST /friends/requests/{requestId}/reject',
  })
    .input(ByRequestId)
    .output(FriendRequestView)
    .mutation(rejectFriend),
  cancel: signedIn({
    doc: 'Takes a friend request of the caller back.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /friends/requests/{requestId}',
  })
    .input(ByRequestId)
    .output(FriendRequestView)
    .mutation(cancelFriendRequest),
  requests: signedIn({
    doc: 'Lists the friend requests that the caller received or sent, the latest first.',
    scope: 'read',
    rest: 'GET /friends/requests',
  })
    .input(ListFriendRequestsInput)
    .output(FriendRequestPage)
    .query(listFriendRequests),
  list: signedIn({ doc: 'Lists the friends of the caller, the latest first.', scope: 'read', rest: 'GET /friends' })
    .input(PageInput)
    .output(ProfilePage)
    .query(listFriends),
  remove: signedIn({
    doc: 'Ends a friendship; answers how the caller then stands to that profile.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /friends/{userId}',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(removeFriend),
} satisfies TRPCRouterRecord;
