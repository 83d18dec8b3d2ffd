import type { ApiDocument, Schema } from './api-document.ts';

/** A place in a request for something that earlier answers told of, or that is made up when it is sent. */
export interface Known {
  $known: string;
  nth: number;
}

interface KindOfThing {
  /** Schemas of the document whose `id` is one of these. */
  schemas: readonly string[];
  /** Fields and parameters that take one. */
  names: readonly string[];
  /** Steps of paths, of which an `id` is one. */
  steps: readonly string[];
}

const things: Record<string, KindOfThing> = {
  people: { schemas: ['ProfileSummary', 'ProfileView'], names: ['userId', 'userIds'], steps: ['users'] },
  drafts: { schemas: ['DraftView'], names: [], steps: ['drafts'] },
  scheduled: { schemas: ['ScheduledPost'], names: [], steps: ['scheduled'] },
  posts: { schemas: ['PostView'], names: ['postId', 'replyToId', 'quoteOfId'], steps: ['posts'] },
  groups: { schemas: ['GroupView'], names: ['groupId'], steps: ['groups'] },
  messages: { schemas: ['MessageView'], names: [], steps: ['messages'] },
  conversations: { schemas: ['ConversationView'], names: ['conversationId'], steps: ['conversations'] },
  media: { schemas: ['MediaView'], names: ['mediaIds', 'avatarId', 'bannerId'], steps: ['media'] },
  notifications: { schemas: ['NotificationView'], names: ['upTo'], steps: ['notifications'] },
  sessions: { schemas: ['SessionInfo'], names: [], steps: ['sessions'] },
  tokens: { schemas: ['PersonalToken'], names: [], steps: ['tokens'] },
  followRequests: { schemas: ['FollowRequestView'], names: [], steps: ['follow-requests'] },
  friendRequests: { schemas: ['FriendRequestView'], names: ['requestId'], steps: [] },
};

const fields: Record<string, string> = {
  username: 'usernames',
  nextCursor: 'cursors',
  refreshToken: 'refreshTokens',
  tag: 'tags',
  cursor: 'places',
};

/** The kind of thing that an id of this name stands for; of an `id` the path tells, and otherwise it may be anything's. */
export function kindOf(name: string, path: string): string {
  const steps = path.split('/');
  const entries = Object.entries(things);
  if (name === 'replyToId' && steps.includes('conversations')) return 'messages';
  const named = entries.find(([, { names }]) => names.includes(name));
  const [kind = 'anything'] = named ?? entries.find(([, it]) => it.steps.some((step) => steps.includes(step))) ?? [];
  return kind;
}

/** What nobody is told of but the one whose it is. */
const personal = new Set([
  'drafts',
  'scheduled',
  'conversations',
  'notifications',
  'sessions',
  'followRequests',
  'friendRequests',
]);

/** Who got an answer, and whether it tells of something that was made by the request. */
interface Harvest {
  caller: string;
  made: boolean;
}

const most = 150;

/** What answers told of so far. */
export class Pool {
  readonly #document: ApiDocument;
  readonly #lists = new Map<string, string[]>();
  readonly #now: () => Date;
  readonly #kinds = new Map(Object.entries(things).flatMap(([kind, it]) => it.schemas.map((name) => [name, kind])));

  constructor(document: ApiDocument, now: () => Date) {
    this.#document = document;
    this.#now = now;
  }

  /** Makes something the only one of its kind. */
  set(kind: string, value: string): void {
    this.#lists.set(kind, [value]);
  }

  add(kind: string, value: string): void {
    const list = this.#lists.get(kind) ?? [];
    this.#lists.set(kind, list);
    if (list.includes(value)) return;
    list.push(value);
    if (list.length > most) list.shift();
  }

  /** Keeps the ids, names and cursors of an answer; things that a caller made are found again as their own. */
  harvest(value: unknown, schema: Schema, by: Harvest): void {
    const { schema: found, name } = this.#document.resolve(schema);
    for (const option of found.anyOf ?? found.oneOf ?? []) this.harvest(value, option, by);
    if (Array.isArray(value)) for (const item of value) this.harvest(item, found.items ?? {}, by);
    if (!isRecord(value) || !found.properties) return;
    const kind = name === null ? undefined : this.#kinds.get(name);
    if (kind !== undefined) this.#addId(kind, String(value['id']), by);
    for (const [field, part] of Object.entries(found.properties)) this.#harvestField([field, value[field]], part, by);
  }

  #harvestField([field, value]: [string, unknown], schema: Schema, by: Harvest): void {
    const list = fields[field];
    if (list === undefined || typeof value !== 'string') this.harvest(value, schema, by);
    else if (value !== '') this.add(list, value);
  }

  #addId(kind: string, id: string, { caller, made }: Harvest): void {
    this.add(kind, id);
    if (made || personal.has(kind)) this.add(`${kind} of ${caller}`, id);
    this.add('anything', id);
  }

  /** A value with what is known in its places. */
  fill(plan: unknown, caller: string): unknown {
    if (Array.isArray(plan)) return plan.map((item) => this.fill(item, caller));
    if (!isRecord(plan)) return plan;
    if (isKnown(plan)) return this.#pick(plan, caller);
    return Object.fromEntries(Object.entries(plan).map(([key, value]) => [key, this.fill(value, caller)]));
  }

  #pick({ $known: kind, nth }: Known, caller: string): string {
    if (kind === 'moments')
      return new Date(this.#now().getTime() + (nth % 2 === 0 ? 1 : -1) * nth * 60_000).toISOString();
    const own = nth % 3 > 0 ? this.#lists.get(`${kind} of ${caller}`) : undefined;
    const list = own ?? this.#lists.get(kind) ?? [];
    return (
      list[nth % Math.max(1, list.length)] ?? `00000000-0000-7000-8000-${String(nth % 1_000_000).padStart(12, '0')}`
    );
  }
}

function isKnown(value: Record<string, unknown>): value is Record<string, unknown> & Known {
  return typeof value['$known'] === 'string' && typeof value['nth'] === 'number';
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
