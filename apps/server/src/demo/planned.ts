import type { PostVisibility } from '@rookery/contract';
import type { DemoPerson } from './person.ts';
import type { PictureName } from './pictures/pictures.ts';
import type { Random } from './random.ts';

/** Somebody as the database gets them. */
export interface PlannedPerson {
  id: string;
  person: DemoPerson;
  createdAt: Date;
}

/** A poll as the database gets it. */
export interface PlannedPoll {
  options: string[];
  multiple: boolean;
  closesAt: Date;
  closed: boolean;
  /** How many vote for each option, about. */
  weights: number[];
}

/** A post or reply as the database gets it. */
export interface PlannedPost {
  id: string;
  /** By which the story names it. */
  key: string | null;
  authorId: string;
  /** Empty where it was deleted. */
  text: string;
  replyToId: string | null;
  rootId: string | null;
  createdAt: Date;
  deletedAt: Date | null;
  visibility: PostVisibility;
  warning: string | null;
  quoteOfId: string | null;
  /** How it read before, and since when, the oldest first. */
  before: { text: string; at: Date }[];
  editedAt: Date | null;
  pictures: PictureName[];
  poll: PlannedPoll | null;
  pinned: boolean;
}

/** That somebody does something to somebody or to a post. */
export interface PlannedTie {
  id: string;
  from: string;
  to: string;
  createdAt: Date;
}

/** A request to be friends, which may have been accepted. */
export interface PlannedRequest extends PlannedTie {
  acceptedAt: Date | null;
}

/** How people stand to each other. */
export interface PlannedTies {
  follows: PlannedTie[];
  followRequests: PlannedTie[];
  friendRequests: PlannedRequest[];
  mutes: (PlannedTie & { until: Date | null })[];
  blocks: PlannedTie[];
}

/** What people did with posts. */
export interface PlannedDeeds {
  likes: PlannedTie[];
  reposts: PlannedTie[];
  bookmarks: PlannedTie[];
  votes: (PlannedTie & { choices: number[] })[];
}

/** What somebody was told, folded as it is told. */
export interface PlannedNotification {
  id: string;
  recipientId: string;
  type: string;
  subjectId: string;
  postId: string | null;
  conversationId: string | null;
  createdAt: Date;
  readAt: Date | null;
  actors: { actorId: string; id: string }[];
}

/** A message as the database gets it. */
export interface PlannedMessage {
  id: string;
  seq: number;
  senderId: string;
  text: string;
  system: { kind: 'created' } | null;
  replyToSeq: number | null;
  createdAt: Date;
  /** How it read before, or null. */
  before: string | null;
  deletedAt: Date | null;
  reactions: { id: string; profileId: string; emoji: string; createdAt: Date }[];
}

/** A conversation as the database gets it. */
export interface PlannedConversation {
  id: string;
  title: string | null;
  createdAt: Date;
  /** The first of them has begun it. */
  members: { id: string; profileId: string; lastReadSeq: number; folder: 'inbox' | 'requests' }[];
  messages: PlannedMessage[];
}

/** The end of the story, and its chance. */
export interface Setting {
  now: Date;
  random: Random;
}

/** Everything of the demo, the same at every run but for the hour it ends at. */
export interface DemoPlan extends PlannedTies, PlannedDeeds {
  now: Date;
  people: PlannedPerson[];
  posts: PlannedPost[];
  notifications: PlannedNotification[];
  conversations: PlannedConversation[];
}
