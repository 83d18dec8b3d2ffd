import { follows, mayMeet } from '../graph/index.ts';
import { showsPresence } from '../profiles/index.ts';

/** SQL predicate: the profile of this alias lets a viewer see whether he is online. Never null. */
export function maySeePresence(profileAlias: string, viewer: string): string {
  const isOpen = `(not ${profileAlias}.is_private or ${profileAlias}.id = ${viewer}::uuid or ${follows(viewer, profileAlias)})`;
  return `(${showsPresence(`${profileAlias}.id`)} and ${isOpen} and ${mayMeet(profileAlias, viewer)})`;
}
