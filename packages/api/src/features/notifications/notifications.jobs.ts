import { z } from 'zod';
import { lowestId } from '../../kernel/id.ts';
import { defineJob } from '../../kernel/job.ts';
import { statement } from '../../kernel/sql.ts';
import { transact } from '../../kernel/transaction.ts';
import { forgetPost } from './forget-post.ts';
import { notifyAll } from './notify.ts';

const votersAtOnce = 500;

// NOTE: the post is held, so that whoever deletes it takes back what is told here.
const nextVoters = statement<{ profile_id: string }>(
  'notifications.voters',
  `select v.profile_id from poll_vote v join post p on p.id = v.post_id and p.deleted_at is null
   where v.post_id = $1 and v.profile_id > $2 order by v.profile_id limit $3 for share of p`,
);

const told = statement<{ recipient_id: string }>(
  'notifications.told-of-poll',
  `select recipient_id from notification where type = 'poll_ended' and subject_id = $1 and recipient_id = any($2::uuid[])`,
);

/** Tells those who voted that a poll has ended, in chunks that commit one by one; who was told before is left out. */
export const tellVoters = defineJob({
  name: 'notifications.tell-voters',
  data: z.object({ postId: z.string(), authorId: z.string() }),
  handle: async (app, { postId, authorId }) => {
    for (let after: string | null = lowestId; after !== null; ) {
      const from: string = after;
      after = await transact({ app }, async (tx) => {
        const voters = (await tx.sql.rows(nextVoters, [postId, from, votersAtOnce])).map((row) => row.profile_id);
        const known = new Set((await tx.sql.rows(told, [postId, voters])).map((row) => row.recipient_id));
        const recipientIds = voters.filter((id) => !known.has(id));
        await notifyAll(tx, { type: 'poll_ended', actorId: authorId, subjectId: postId, postId, recipientIds });
        return voters.length < votersAtOnce ? null : (voters.at(-1) ?? null);
      });
    }
  },
});

/** Takes back the rest of what was told about a post that was deleted, however many heard of it. */
export const forgetPostJob = defineJob({
  name: 'notifications.forget-post',
  data: z.object({ postId: z.string() }),
  handle: async (app, { postId }) => forgetPost(app, postId),
});

/** Takes back what was told of a group that was deleted. */
export const forgetGroupJob = defineJob({
  name: 'notifications.forget-group',
  data: z.object({ groupId: z.string() }),
  handle: async (app, { groupId }) => (await import('./forget-group.ts')).forgetGroup(app, groupId),
});
