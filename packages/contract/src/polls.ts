import { z } from 'zod';
import { Id } from './ids.ts';
import { limits } from './limits.ts';
import { singleLineText } from './text.ts';

const shortestPollSeconds = 5 * 60;
const longestPollSeconds = 30 * 24 * 3600;

export const PollOptionView = z
  .object({
    text: z.string(),
    voteCount: z.int().nullable().describe('Null as long as the result is hidden.'),
  })
  .describe('One thing to vote for.');
export type PollOptionView = z.infer<typeof PollOptionView>;

export const PollView = z
  .object({
    options: z.array(PollOptionView),
    multiple: z.boolean().describe('Whether one may choose several options.'),
    closesAt: z.date(),
    closed: z.boolean().describe('Whether it has ended.'),
    voterCount: z.int().describe('How many people have voted.'),
    choices: z
      .array(z.int())
      .nullable()
      .describe('Places of the options that the caller voted for, from 0; null for one who has not voted.'),
  })
  .describe('A poll. Its result is hidden from all but its author until the caller has voted or it has ended.');
export type PollView = z.infer<typeof PollView>;

export const NewPoll = z
  .strictObject({
    options: z
      .array(singleLineText(limits.pollOption).min(1))
      .min(2)
      .max(limits.pollOptions)
      .refine((options) => new Set(options).size === options.length, 'has an option twice')
      .describe('Two to four different ones, each of up to 50 graphemes.'),
    multiple: z.boolean().default(false).describe('Whether one may choose several options.'),
    expiresIn: z
      .int()
      .min(shortestPollSeconds)
      .max(longestPollSeconds)
      .default(24 * 3600)
      .describe('Seconds from publishing until it ends: 5 minutes to 30 days.'),
  })
  .describe('A poll of two to four options.');
export type NewPoll = z.infer<typeof NewPoll>;

export const VoteInput = z
  .strictObject({
    postId: Id,
    choices: z
      .array(
        z
          .int()
          .min(0)
          .max(limits.pollOptions - 1),
      )
      .min(1)
      .max(limits.pollOptions)
      .refine((choices) => new Set(choices).size === choices.length, 'has a choice twice')
      .describe('Places of the options, from 0; one unless the poll takes several.'),
  })
  .describe('A vote; it is final.');
export type VoteInput = z.infer<typeof VoteInput>;
