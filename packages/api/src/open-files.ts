import { mayMeetId } from './features/graph/index.ts';
import { groupPictures } from './features/groups/index.ts';
import { openPostMedia } from './features/posts/index.ts';
import { profilePictures } from './features/profiles/index.ts';
import { statement } from './kernel/sql.ts';

/** Conditions in SQL of which one must hold for the file `m`, so that everybody may read it. */
const openFiles: readonly string[] = [profilePictures, groupPictures, openPostMedia];

/** One row if everybody may read a file, and nobody is blocked between its owner and the viewer, if there is one. */
export const isOpenFile = statement(
  'media.is-open',
  `select 1 from media m where m.id = $1 and m.status = 'ready' and (${openFiles.join(' or ')}) and ${mayMeetId('m.owner_id', '$2')}`,
);
