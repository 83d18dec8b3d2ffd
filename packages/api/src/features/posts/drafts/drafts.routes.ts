import {
  ById,
  Done,
  DraftContent,
  DraftPage,
  DraftView,
  PageInput,
  PostView,
  ScheduledPost,
  ScheduledPostPage,
  UpdateDraftInput,
  UpdateScheduledInput,
} from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { signedIn } from '../../../kernel/trpc.ts';
import { createDraft } from './create-draft.ts';
import { deleteDraft, deleteScheduled } from './delete-draft.ts';
import { listDrafts } from './list-drafts.ts';
import { listScheduled } from './list-scheduled.ts';
import { publishDraft } from './publish-draft.ts';
import { updateDraft } from './update-draft.ts';
import { updateScheduled } from './update-scheduled.ts';

/** Joins the routes of posts as `drafts`. */
export const draftsRoutes = {
  list: signedIn({ doc: "Lists the caller's drafts, newest first.", scope: 'read', rest: 'GET /posts/drafts' })
    .input(PageInput)
    .output(DraftPage)
    .query(listDrafts),
  create: signedIn({
    doc: 'Keeps what a post is going to say; up to 100 of them.',
    scope: 'write:posts',
    effect: 'create',
    rest: 'POST /posts/drafts',
    created: '/posts/drafts/{id}',
  })
    .input(DraftContent)
    .output(DraftView)
    .mutation(createDraft),
  update: signedIn({
    doc: 'Replaces what a draft holds.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PATCH /posts/drafts/{id}',
  })
    .input(UpdateDraftInput)
    .output(DraftView)
    .mutation(updateDraft),
  delete: signedIn({
    doc: 'Throws a draft away.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/drafts/{id}',
  })
    .input(ById)
    .output(Done)
    .mutation(deleteDraft),
  publish: signedIn({
    doc: 'Publishes a draft as it is; then it is a draft no more.',
    scope: 'write:posts',
    effect: 'create',
    rest: 'POST /posts/drafts/{id}/publish',
    created: '/posts/{id}',
  })
    .input(ById)
    .output(PostView)
    .mutation(publishDraft),
} satisfies TRPCRouterRecord;

/** Joins the routes of posts as `scheduled`. */
export const scheduledRoutes = {
  list: signedIn({
    doc: "Lists the caller's posts that wait for their time or could not be published, the last one scheduled first.",
    scope: 'read',
    rest: 'GET /posts/scheduled',
  })
    .input(PageInput)
    .output(ScheduledPostPage)
    .query(listScheduled),
  update: signedIn({
    doc: 'Changes what a scheduled post says or when it is published; one that failed is tried again.',
    scope: 'write:posts',
    effect: 'update',
    rest: 'PATCH /posts/scheduled/{id}',
  })
    .input(UpdateScheduledInput)
    .output(ScheduledPost)
    .mutation(updateScheduled),
  delete: signedIn({
    doc: 'Throws a scheduled post away, so that it is never published.',
    scope: 'write:posts',
    effect: 'delete',
    rest: 'DELETE /posts/scheduled/{id}',
  })
    .input(ById)
    .output(Done)
    .mutation(deleteScheduled),
} satisfies TRPCRouterRecord;
