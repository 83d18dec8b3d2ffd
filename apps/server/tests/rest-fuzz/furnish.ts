import { testPng } from '@rookery/testkit';
import type { ApiDocument, Operation } from './api-document.ts';
import type { CallerName } from './cast.ts';
import { formOf } from './form.ts';
import type { Step } from './step.ts';

/** Something of a kind, the newest ones having the highest numbers. */
const the = (kind: string, nth = 0) => ({ $known: kind, nth });

type Deed = [caller: CallerName, operation: string, parts?: { path?: object; json?: object }];

const picture: Deed = ['wren', 'media.upload'];

/** What people do before the first request that is made up, so that there is something of everything. */
const deeds: readonly Deed[] = [
  ['wren', 'me.get'],
  ['lark', 'users.get.byUsername', { path: { username: the('usernames', 1) } }],
  ['lark', 'users.list'],
  picture,
  picture,
  ['wren', 'posts.create', { json: { text: 'hello @lark2 #weather', mediaIds: [the('media')] } }],
  ['lark', 'posts.create', { json: { text: 'hello again #größe' } }],
  ['wren', 'posts.create', { json: { text: 'yes?', poll: { options: ['yes', 'no'] } } }],
  ['lark', 'posts.create', { json: { text: 'an answer', replyToId: the('posts') } }],
  ['wren', 'posts.drafts.create', { json: { text: 'unfinished' } }],
  ['wren', 'posts.create', { json: { text: 'later', scheduledAt: the('moments', 5_000) } }],
  ['wren', 'posts.scheduled.list'],
  ['wren', 'groups.create', { json: { name: 'a group' } }],
  ['lark', 'groups.create', { json: { name: 'another', joining: 'request' } }],
  ['staff', 'groups.list'],
  ['staff', 'groups.join', { path: { id: the('groups', 0) } }],
  ['lark', 'groups.join', { path: { id: the('groups', 3) } }],
  ['wren', 'auth.sessions'],
  ['leaver', 'auth.sessions'],
  ['wren', 'chat.createGroup', { json: { title: 'a talk', userIds: [the('lark'), the('staff')] } }],
  ['lark', 'chat.createGroup', { json: { title: 'another', userIds: [the('wren'), the('staff')] } }],
  ['wren', 'me.update', { json: { isPrivate: true } }],
  ['lark', 'graph.follow', { path: { userId: the('wren') } }],
  ['wren', 'graph.followRequests'],
  ['lark', 'friends.request', { json: { userId: the('wren') } }],
  ['wren', 'events.head'],
  ['wren', 'hashtags.follow', { path: { tag: 'weather' } }],
];

/** The steps of what people do first. */
export function furnishing({ operations }: ApiDocument): Step[] {
  return deeds.map(([caller, id, { path = {}, json } = {}]) => {
    const operation = operations.find((it) => it.id === id);
    if (!operation) throw new Error(`the document has no ${id}`);
    const inPath = Object.entries(path).map(([name, value]: [string, unknown]) => ({ name, value }));
    return { operation, caller, path: inPath, query: [], headers: [], body: bodyOf(operation, json), twists: [] };
  });
}

function bodyOf({ body }: Operation, json: object | undefined): Step['body'] {
  if (json) return { json, twist: (text) => Buffer.from(text) };
  if (body?.mediaType !== 'multipart/form-data') return null;
  return { form: formOf([{ name: 'file', filename: 'x.png', type: 'image/png', bytes: testPng() }]) };
}
