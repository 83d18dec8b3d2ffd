import { PostView, VoteInput } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../../kernel/trpc.ts';
import { voteInPoll } from './vote-in-poll.ts';

/** Join the routes of posts. */
export const pollsRoutes = {
  vote: signedIn({
    doc: 'Votes in a poll of somebody else, for good; voting the same again changes nothing.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'POST /posts/{postId}/vote',
  })
    .input(VoteInput)
    .output(PostView)
    .mutation(voteInPoll),
} satisfies TRPCRouterRecord;
