import { ById, Done, MediaView, UpdateMediaInput, UploadMediaInput } from '@rookery/contract';
import type { TRPCRouterRecord } from '@trpc/server';
import { anyone, signedIn } from '../../kernel/trpc.ts';
import { deleteMedia } from './delete-media.ts';
import { getMedia } from './get-media.ts';
import { updateMedia } from './update-media.ts';
import { uploadMedia } from './upload-media.ts';

export const mediaRoutes = {
  upload: signedIn({
    doc: 'Takes a file and answers when it is ready: an image to be shown anywhere, anything else to be sent in messages.',
    scope: 'media',
    rest: 'POST /media',
    created: '/media/{id}',
    effect: 'create',
    limit: 'media',
  })
    .input(UploadMediaInput)
    .output(MediaView)
    .mutation(uploadMedia),
  get: anyone({
    doc: 'Tells of an own file, or of one that everybody may see.',
    scope: 'media',
    rest: 'GET /media/{id}',
  })
    .input(ById)
    .output(MediaView)
    .query(getMedia),
  update: signedIn({
    doc: 'Changes what an own file says to those who do not see it.',
    scope: 'media',
    rest: 'PATCH /media/{id}',
    effect: 'update',
  })
    .input(UpdateMediaInput)
    .output(MediaView)
    .mutation(updateMedia),
  delete: signedIn({
    doc: 'Deletes an own file; it disappears from everything that shows it.',
    scope: 'media',
    rest: 'DELETE /media/{id}',
    effect: 'delete',
  })
    .input(ById)
    .output(Done)
    .mutation(deleteMedia),
} satisfies TRPCRouterRecord;
