import { expect, test } from 'vitest';
import { append, drop, put, without } from './editing.ts';
import { at, type Case, field, saidOf, schema } from './sample.ts';

const create = at('/posts', 'post');
const get = at('/posts/{id}', 'get');
const search = at('/search', 'get');
const id = { $ref: '#/components/schemas/Id' };
const newMember = { type: 'object', properties: { kind: { const: 'emoji' } }, required: ['kind'] };

const additions: readonly Case[] = [
  {
    what: 'an operation is new',
    operation: 'posts.pinned',
    says: ['GET /posts/pinned is new'],
    edits: [put(['paths', '/posts/pinned'], { get: { operationId: 'posts.pinned', responses: {} } })],
  },
  {
    what: 'a field may be sent',
    operation: 'posts.create',
    says: ['request body field "mood" is new'],
    edits: [put(field('CreatePostInput', 'mood'), { type: 'string' })],
  },
  {
    what: 'a field may be left out',
    operation: 'auth.login',
    says: ['request body field "password" may be left out now'],
    edits: [without([...schema('LoginInput'), 'required'], 'password')],
  },
  {
    what: 'null is taken',
    operation: 'posts.update',
    says: ['request body field "text" may be null now'],
    edits: [put([...field('UpdatePostBody', 'text'), 'type'], ['string', 'null'])],
  },
  {
    what: 'a text may be longer',
    operation: 'posts.update',
    says: ['request body field "text" has maxLength 9000 instead of 8000'],
    edits: [put([...field('UpdatePostBody', 'text'), 'maxLength'], 9000)],
  },
  {
    what: 'a text may be of any kind',
    operation: 'chat.send',
    says: ['request body field "clientId" has no pattern any more, it was "^[\\\\x21-\\\\x7e]+$"'],
    edits: [drop([...field('SendMessageBody', 'clientId'), 'pattern'])],
  },
  {
    what: 'a parameter is new',
    operation: 'search.all',
    says: ['query parameter "language" is new'],
    edits: [append([...search, 'parameters'], { name: 'language', in: 'query', schema: { type: 'string' } })],
  },
  {
    what: 'an answer tells more',
    operation: 'posts.get',
    says: ['response field "PostView.mood" is new'],
    edits: [put(field('PostView', 'mood'), { type: 'string' })],
  },
  {
    what: 'an answer is never null',
    operation: 'posts.get',
    says: ['response field "PostView.groupId" is never null any more'],
    edits: [put(field('PostView', 'groupId'), id)],
  },
  {
    what: 'no login is needed',
    operation: 'posts.create',
    says: ['access no login suffices now'],
    edits: [put([...create, 'security'], [{}, { bearer: [] }])],
  },
  {
    what: 'an operation is deprecated',
    operation: 'posts.get',
    says: ['GET /posts/{id} is deprecated now'],
    edits: [put([...get, 'deprecated'], true)],
  },
  {
    what: 'an error is gone',
    operation: 'posts.get',
    says: ['response 404 is gone'],
    edits: [drop([...get, 'responses', '404'])],
  },
];

const widenings: readonly Case[] = [
  {
    what: 'a kind of notification is new',
    operation: 'notifications.list',
    says: ['response NotificationType may be "poke" now'],
    edits: [append([...schema('NotificationType'), 'enum'], 'poke')],
  },
  {
    what: 'a reason of errors is new',
    operation: 'posts.get',
    says: ['response field "Problem.reason" may be "too_early" now'],
    edits: [append([...field('Problem', 'reason'), 'enum'], 'too_early')],
  },
  {
    what: 'a member of a union is new',
    operation: 'feed.home',
    says: ['response field "FeedItem.reason" may be kind "emoji" now'],
    edits: [append([...schema('FeedReason'), 'oneOf'], newMember)],
  },
  {
    what: 'a type of event is new in the stream',
    operation: 'events.stream',
    says: ['response 200 may be kind "emoji" now'],
    edits: [append([...schema('StreamEvent'), 'oneOf'], newMember)],
  },
  {
    what: 'an error is new',
    operation: 'posts.get',
    says: ['response 410 is new'],
    edits: [put([...get, 'responses', '410'], { description: 'Gone' })],
  },
];

test.each(additions)('$operation: $what, which asks nothing', (each) => {
  expect([saidOf(each, 'break'), saidOf(each, 'widening'), saidOf(each, 'addition')]).toEqual([[], [], each.says]);
});

test.each(widenings)('$operation: $what, which is a widening', (each) => {
  expect([saidOf(each, 'break'), saidOf(each, 'widening')]).toEqual([[], each.says]);
});
