import type { PostView, VoteInput } from '@rookery/contract';
import type { Transaction } from '../../../kernel/app.ts';
import type { SignedInCall } from '../../../kernel/context.ts';
import { DomainError, found, invalidInput } from '../../../kernel/errors.ts';
import { statement } from '../../../kernel/sql.ts';
import { transact } from '../../../kernel/transaction.ts';
import { mayReadPost } from '../post.policy.ts';
import { findPost } from '../post.view.ts';

interface PollRow {
  author_id: string;
  /** Null where a post has no poll. */
  options: number | null;
  multiple: boolean;
  open: boolean;
}

// NOTE: whoever votes and whoever ends the poll locks it first, so that no vote comes after its end.
const lockPoll = statement('polls.lock', 'select from poll where post_id = $1 for no key update');

const selectPoll = statement<PollRow>(
  'polls.of-post',
  `select p.author_id, cardinality(k.options) as options, k.multiple,
     k.closed_at is null and k.closes_at > greatest($3::timestamptz, now()) as open
   from post p join profile a on a.id = p.author_id left join poll k on k.post_id = p.id
   where p.id = $1 and ${mayReadPost('p', 'a', '$2::uuid')}`,
);

const selectVote = statement<{ choices: number[] }>(
  'polls.vote-of',
  'select choices from poll_vote where post_id = $1 and profile_id = $2',
);

// NOTE: the counters move only with the row, in one statement, so that storms of votes leave no drift.
const insertVote = statement(
  'polls.vote',
  `with made as (
     insert into poll_vote (post_id, profile_id, choices) values ($1, $2, $3::smallint[]) returning post_id
   ) update poll set voter_count = voter_count + 1, votes = array(
       select count + (place - 1 = any($3::smallint[]))::int from unnest(votes) with ordinality as v(count, place) order by place
     ) where post_id in (select post_id from made)`,
);

/** Votes in a poll for good; voting the same again changes nothing. */
export async function voteInPoll({ ctx, input }: SignedInCall<VoteInput>): Promise<PostView> {
  const { postId } = input;
  const voterId = ctx.viewer.id;
  const choices = input.choices.toSorted((a, b) => a - b);
  return transact(ctx, async (tx) => {
    await tx.sql.run(lockPoll, [postId]);
    const poll = found(await tx.sql.first(selectPoll, [postId, voterId, tx.app.clock.now()]));
    refuseBadChoices(poll, input.choices);
    if (poll.author_id === voterId) throw new DomainError('own_poll');
    if (!(await hasVoted(tx, { postId, voterId, choices }))) {
      if (!poll.open) throw new DomainError('poll_closed');
      await tx.sql.run(insertVote, [postId, voterId, choices]);
    }
    return found(await findPost(tx, voterId, postId));
  });
}

function refuseBadChoices({ options, multiple }: PollRow, choices: readonly number[]): void {
  if (options === null) throw invalidInput(['postId'], 'has no poll');
  const beyond = choices.findIndex((place) => place >= options);
  if (beyond >= 0) throw invalidInput(['choices', beyond], `is beyond the ${options} options of this poll`);
  if (!multiple && choices.length > 1) throw invalidInput(['choices'], 'are several where the poll takes one');
}

/** Whether the voter has voted just so; refuses when otherwise. */
async function hasVoted(
  { sql }: Transaction,
  { postId, voterId, choices }: { postId: string; voterId: string; choices: readonly number[] },
): Promise<boolean> {
  const vote = await sql.first(selectVote, [postId, voterId]);
  if (vote && vote.choices.join() !== choices.join()) throw new DomainError('already_voted');
  return vote !== null;
}
