import {
  ById,
  ByUserId,
  FollowRequestPage,
  MuteInput,
  MutePage,
  PageInput,
  ProfilePage,
  ProfileViewer,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../kernel/trpc.ts';
import { approveFollow, rejectFollow } from './answer-follow-request.ts';
import { blockUser, unblockUser } from './block-user.ts';
import { followUser } from './follow-user.ts';
import { listBlocks } from './list-blocks.ts';
import { listFollowRequests } from './list-follow-requests.ts';
import { listMutes } from './list-mutes.ts';
import { muteUser, unmuteUser } from './mute-user.ts';
import { removeFollower } from './remove-follower.ts';
import { unfollowUser } from './unfollow-user.ts';

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
  block: signedIn({
    doc: 'Blocks a profile and cuts all ties with it; answers how the caller then stands to it.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'PUT /users/{userId}/block',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(blockUser),
  unblock: signedIn({
    doc: 'Blocks a profile no more; answers how the caller then stands to it.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /users/{userId}/block',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(unblockUser),
  blocks: signedIn({ doc: 'Lists whom the caller blocks, the latest first.', scope: 'read', rest: 'GET /blocks' })
    .input(PageInput)
    .output(ProfilePage)
    .query(listBlocks),
  mute: signedIn({
    doc: 'Mutes a profile, or changes until when it is muted; answers how the caller then stands to it.',
    scope: 'write:graph',
    effect: 'create',
    rest: 'PUT /users/{userId}/mute',
  })
    .input(MuteInput)
    .output(ProfileViewer)
    .mutation(muteUser),
  unmute: signedIn({
    doc: 'Mutes a profile no more; answers how the caller then stands to it.',
    scope: 'write:graph',
    effect: 'delete',
    rest: 'DELETE /users/{userId}/mute',
  })
    .input(ByUserId)
    .output(ProfileViewer)
    .mutation(unmuteUser),
  mutes: signedIn({ doc: 'Lists whom the caller mutes, the latest first.', scope: 'read', rest: 'GET /mutes' })
    .input(PageInput)
    .output(MutePage)
    .query(listMutes),
} satisfies TRPCRouterRecord;
