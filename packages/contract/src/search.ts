import { z } from 'zod';
import { HashtagView } from './hashtags.ts';
import { Username } from './ids.ts';
import { pageFields } from './page.ts';
import { PostView } from './posts.ts';
import { ProfileView } from './profiles.ts';
import { singleLineText } from './text.ts';

const query = singleLineText(200).min(1).describe('The start of a name, or words; up to 200 graphemes.');

export const SearchPostsInput = z
  .strictObject({
    query: query.describe('Words, "phrases", -not, #tag, @name, from:name.'),
    from: Username.optional().describe('Posts of this profile alone.'),
    since: z.date().optional().describe('Published then or later.'),
    until: z.date().optional().describe('Published before.'),
    hasMedia: z.boolean().optional().describe('True for those with media alone, false for those without.'),
    sort: z.enum(['recent', 'relevant']).default('recent'),
    ...pageFields,
  })
  .describe('Which posts to find.');
export type SearchPostsInput = z.infer<typeof SearchPostsInput>;

export const SearchInput = z.strictObject({ query, ...pageFields }).describe('What to find by its name.');
export type SearchInput = z.infer<typeof SearchInput>;

export const SearchAllInput = z
  .strictObject({ query, limit: z.int().min(1).max(20).default(5).describe('How many of each kind.') })
  .describe('What to find among people, hashtags and posts.');
export type SearchAllInput = z.infer<typeof SearchAllInput>;

export const SearchResults = z
  .object({ users: z.array(ProfileView), hashtags: z.array(HashtagView), posts: z.array(PostView) })
  .describe('The first people, hashtags and posts that match.');
export type SearchResults = z.infer<typeof SearchResults>;
