import { z } from 'zod';
import { Id } from './ids.ts';
import { pageOf } from './page.ts';
import { PostView, postDraftFields } from './posts.ts';

const { visibility, ...otherFields } = postDraftFields;

export const DraftContent = z
  .strictObject({ ...otherFields, visibility })
  .describe('What a post is going to say; anything may be missing.');
export type DraftContent = z.infer<typeof DraftContent>;

export const DraftView = z
  .object({ id: Id, content: DraftContent, createdAt: z.date(), updatedAt: z.date() })
  .describe('A post that is not finished; only its author sees it.');
export type DraftView = z.infer<typeof DraftView>;

export const DraftPage = pageOf(DraftView).describe('A page of drafts.');
export type DraftPage = z.infer<typeof DraftPage>;

export const UpdateDraftInput = z
  .strictObject({ id: Id, content: DraftContent })
  .describe('What a draft is to hold from now on.');
export type UpdateDraftInput = z.infer<typeof UpdateDraftInput>;

export const ScheduledPost = z
  .object({
    id: Id,
    scheduledAt: z.date(),
    content: DraftContent,
    preview: PostView.nullable().describe('How it would look if it were published now; null if it could not be.'),
    failure: z
      .string()
      .nullable()
      .describe('Why it could not be published when its time came: the reason of the error. Null while it waits.'),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .describe('A post that is published when its time comes.');
export type ScheduledPost = z.infer<typeof ScheduledPost>;

export const ScheduledPostPage = pageOf(ScheduledPost).describe('A page of scheduled posts.');
export type ScheduledPostPage = z.infer<typeof ScheduledPostPage>;

export const UpdateScheduledInput = z
  .strictObject({
    id: Id,
    content: DraftContent.optional().describe('Absent: stays as it is.'),
    scheduledAt: z.date().optional().describe('Absent: stays as it is.'),
  })
  .describe('What is to be published, and when.');
export type UpdateScheduledInput = z.infer<typeof UpdateScheduledInput>;
