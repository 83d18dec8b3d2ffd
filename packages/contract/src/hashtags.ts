import { z } from 'zod';
import { pageFields, pageOf } from './page.ts';

const letters = String.raw`\p{L}\p{Extended_Pictographic}\p{Regional_Indicator}`;
const others = String.raw`\p{M}\p{N}_\p{Emoji_Modifier}\u200d`;
const maxHashtagLength = 100;

/** Source of a regular expression (flag u): what may follow the # of a hashtag: letters or emoji, with marks, digits and _ besides. */
export const hashtagWord: string = String.raw`(?!\p{M})(?=[\p{N}_]*[${letters}])[${letters}${others}]+`;

const whole = new RegExp(`^${hashtagWord}$`, 'u');
const foreign = new RegExp(String.raw`[^${letters}${others}]|[\ufe0e\ufe0f]`, 'gu');

/** The one spelling of a hashtag, given without its #: NFKC, lower case, nothing that only looks different; null when nothing fit is left. */
export function foldHashtag(word: string): string | null {
  const folded = word.normalize('NFKC').toLowerCase().normalize('NFKC').replace(foreign, '').normalize('NFKC');
  return folded.length <= maxHashtagLength && whole.test(folded) ? folded : null;
}

function tagOf(text: string): string {
  const word = text.replace(/^[#＃]/, '');
  return (whole.test(word) && foldHashtag(word)) || '';
}

export const Hashtag: z.ZodString = z
  .string()
  .max(200, { abort: true })
  .trim()
  .overwrite(tagOf)
  .refine((tag) => tag !== '', 'is no hashtag')
  .describe('A hashtag, with or without the #, without regard to case.');
export type Hashtag = z.infer<typeof Hashtag>;

export const ByTag = z.strictObject({ tag: Hashtag }).describe('Names a hashtag.');
export type ByTag = z.infer<typeof ByTag>;

export const OfTagInput = z.strictObject({ tag: Hashtag, ...pageFields }).describe('A list of one hashtag.');
export type OfTagInput = z.infer<typeof OfTagInput>;

export const HashtagView = z
  .object({
    tag: z.string().describe('Lower case, without the #.'),
    postCount: z.int().describe('Public posts that carry it.'),
    following: z.boolean().nullable().describe('Whether the caller follows it; null for an anonymous caller.'),
  })
  .describe('A hashtag.');
export type HashtagView = z.infer<typeof HashtagView>;

export const HashtagPage = pageOf(HashtagView).describe('A page of hashtags.');
export type HashtagPage = z.infer<typeof HashtagPage>;

export const TrendWindow = z.enum(['1h', '24h', '7d']).describe('Over which time.');
export type TrendWindow = z.infer<typeof TrendWindow>;

export const TrendingInput = z
  .strictObject({ window: TrendWindow.default('24h'), ...pageFields })
  .describe('Which trends, the strongest first.');
export type TrendingInput = z.infer<typeof TrendingInput>;

export const TrendView = z
  .object({
    tag: z.string(),
    posts: z.int().describe('Public posts in the window that carry it.'),
    people: z.int().describe('Different authors of those.'),
    sparkline: z.array(z.int()).describe('Posts in each twelfth of the window, oldest first.'),
    following: z.boolean().nullable().describe('Whether the caller follows it; null for an anonymous caller.'),
  })
  .describe('A hashtag that many people use now; recent use weighs more.');
export type TrendView = z.infer<typeof TrendView>;

export const TrendPage = pageOf(TrendView).describe('A page of trends.');
export type TrendPage = z.infer<typeof TrendPage>;
