import type { Route } from '../route-table.ts';
import type { Part } from './json-schema.ts';
import { namespaceOf } from './operations.ts';

/** What the calls of each namespace are about. */
const sentences: Record<string, string> = {
  auth: 'Accounts are opened, and sessions begun and ended.',
  me: 'The account of the caller: profile, settings, copies and farewell.',
  users: 'Profiles, and the lists that hang on them.',
  graph: 'Who follows, mutes and blocks whom.',
  friends: 'Friendships, and the requests before them.',
  groups: 'Communities, their members and their staff.',
  posts: 'Posts and replies, and what people do with them.',
  'posts.drafts': 'Posts that are not finished.',
  'posts.scheduled': 'Posts that wait for their time.',
  feed: 'What there is to read.',
  hashtags: 'Hashtags, those in fashion and those that the caller follows.',
  notifications: 'What happened to the caller.',
  chat: 'Conversations between two or among many.',
  events: 'What happens, as it happens.',
  media: 'Images and other files.',
  search: 'People, posts and hashtags by their words.',
  system: 'What the server is and allows.',
  tokens: 'Personal access tokens, for programs.',
};

/** The tags of a document, in the order of its routes. */
export function tagsOf(routes: readonly Route[]): Part[] {
  const namespaces = new Set(routes.map(namespaceOf));
  return [...namespaces].map((name) => ({ name, description: sentences[name] ?? `The procedures of ${name}.` }));
}
