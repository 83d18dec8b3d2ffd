import type { DemoPerson } from './person.ts';
import type { Random } from './random.ts';

/** Somebody as the database gets them. */
export interface PlannedPerson {
  id: string;
  person: DemoPerson;
  createdAt: Date;
}

/** A post or reply as the database gets it. */
export interface PlannedPost {
  id: string;
  authorId: string;
  text: string;
  replyToId: string | null;
  rootId: string | null;
  createdAt: Date;
}

/** That somebody likes a post, or follows somebody. */
export interface PlannedTie {
  id: string;
  from: string;
  to: string;
  createdAt: Date;
}

/** The end of the story, and its chance. */
export interface Setting {
  now: Date;
  random: Random;
}

/** Everything of the demo, the same at every run but for the hour it ends at. */
export interface DemoPlan {
  people: PlannedPerson[];
  posts: PlannedPost[];
  likes: PlannedTie[];
  follows: PlannedTie[];
}
