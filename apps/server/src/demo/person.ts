import type { PostVisibility } from '@rookery/contract';
import type { PictureName } from './pictures/pictures.ts';

/** Somebody of the demo, and what they have to say; hashtags and mentions in texts are real ones. */
export interface DemoPerson {
  username: string;
  name: string;
  bio: string;
  location: string;
  website?: string;
  status?: string;
  isPrivate?: boolean;
  isBot?: boolean;
  /** Which replies strangers write under their posts; English where it is not said. */
  language?: 'ar' | 'el' | 'es' | 'fr' | 'hi' | 'ja' | 'ko' | 'pt' | 'tr' | 'uk' | 'zh';
  posts: (string | DemoThread)[];
}

/**
 * A post with the replies that it got, each by the username before it; every reply answers the post, or, when it begins with
 * a name, what that person said before. A text that is null was deleted.
 */
export interface DemoThread {
  text: string | null;
  replies?: [username: string, text: string | null][];
  /** By which the story names it; posts of a person are also called `username:place`. */
  key?: string;
  visibility?: PostVisibility;
  warning?: string;
  /** How it read before it was edited, the oldest first. */
  before?: string[];
  /** The key of what it quotes. */
  quotes?: string;
  pictures?: PictureName[];
  poll?: DemoPoll;
}

/** A poll and how it went. */
export interface DemoPoll {
  options: string[];
  multiple?: boolean;
  /** Hours from its post until it ends. */
  hours: number;
  /** How many vote for each option, about. */
  votes: number[];
}

/** Something that was said lately. */
export interface DemoNews extends DemoThread {
  by: string;
  hoursAgo: number;
}

/** People who talk with each other, the first of them having begun it. */
export interface DemoChat {
  members: string[];
  /** Of a group; two without one talk with each other. */
  title?: string;
  /** The second one has not accepted it. */
  isRequest?: boolean;
  /** How many messages each has read. */
  read: Record<string, number>;
  lines: DemoLine[];
}

/** Something that was said; a text that is null was deleted. */
export interface DemoLine {
  by: string;
  hoursAgo: number;
  text?: string | null;
  /** How it read before it was edited. */
  before?: string;
  /** The place of what it answers, from 1. */
  answers?: number;
  reactions?: [emoji: string, usernames: string[]][];
  note?: { kind: 'created' };
}
