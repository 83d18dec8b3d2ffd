import { expect, test } from 'vitest';
import { append, drop, move, put } from './editing.ts';
import { at, type Case, field, saidOf, schema } from './sample.ts';

const create = at('/posts', 'post');
const list = at('/posts', 'get');
const search = at('/search', 'get');
const json = ['content', 'application/json'];
const newHeader = { name: 'X-Flock', in: 'header', required: true, schema: { type: 'string' } };

const cases: readonly Case[] = [
  {
    what: 'a parameter is gone',
    operation: 'search.all',
    says: ['query parameter "limit" is gone'],
    edits: [drop([...search, 'parameters', 1])],
  },
  {
    what: 'a parameter is new and required',
    operation: 'posts.create',
    says: ['header parameter "X-Flock" is new and required'],
    edits: [append([...create, 'parameters'], newHeader)],
  },
  {
    what: 'a parameter is new and required for a whole path',
    operation: 'posts.create',
    says: ['header parameter "X-Flock" is new and required'],
    edits: [put(['paths', '/posts', 'parameters'], [newHeader]), drop(list)],
  },
  {
    what: 'a parameter is required',
    operation: 'search.all',
    says: ['query parameter "limit" is now required'],
    edits: [put([...search, 'parameters', 1, 'required'], true)],
  },
  {
    what: 'a parameter of the path is called otherwise',
    operation: 'posts.likers',
    says: ['path parameter "id" is called "postId" now'],
    edits: [
      move(['paths', '/posts/{id}/likes'], ['paths', '/posts/{postId}/likes']),
      put([...at('/posts/{postId}/likes', 'get'), 'parameters', 0, 'name'], 'postId'),
    ],
  },
  {
    what: 'a limit is lower',
    operation: 'search.all',
    says: ['query parameter "limit" has maximum 10 instead of 20'],
    edits: [put([...search, 'parameters', 1, 'schema', 'maximum'], 10)],
  },
  {
    what: 'a default is another',
    operation: 'search.all',
    says: ['query parameter "limit" has default 3 instead of 5'],
    edits: [put([...search, 'parameters', 1, 'schema', 'default'], 3)],
  },
  {
    what: 'a list is written otherwise',
    operation: 'users.presence',
    says: ['query parameter "ids" is written in another way'],
    edits: [put([...at('/users/presence', 'get'), 'parameters', 0, 'style'], 'pipeDelimited')],
  },
  {
    what: 'a body is required',
    operation: 'posts.create',
    says: ['request body is now required'],
    edits: [put([...create, 'requestBody', 'required'], true)],
  },
  {
    what: 'a body is gone',
    operation: 'posts.create',
    says: ['request body is gone'],
    edits: [drop([...create, 'requestBody'])],
  },
  {
    what: 'a body is new and required',
    operation: 'posts.like',
    says: ['request body is new and required'],
    edits: [put([...at('/posts/{id}/like', 'put'), 'requestBody'], { required: true, content: {} })],
  },
  {
    what: 'a media type is gone',
    operation: 'posts.create',
    says: ['request body media type application/json is gone'],
    edits: [put([...create, 'requestBody', 'content'], {})],
  },
  {
    what: 'a part of a form is sent otherwise',
    operation: 'media.upload',
    says: ['request body the parts of the form are written in another way'],
    edits: [
      put([...at('/media', 'post'), 'requestBody', 'content', 'multipart/form-data', 'encoding'], {
        file: { contentType: 'image/png' },
      }),
    ],
  },
  {
    what: 'a field is required',
    operation: 'posts.create',
    says: ['request body field "text" is now required'],
    edits: [append([...schema('CreatePostInput'), 'required'], 'text')],
  },
  {
    what: 'a field is new and required',
    operation: 'posts.create',
    says: ['request body field "flock" is new and required'],
    edits: [
      put(field('CreatePostInput', 'flock'), { type: 'string' }),
      append([...schema('CreatePostInput'), 'required'], 'flock'),
    ],
  },
  {
    what: 'a field is gone',
    operation: 'posts.create',
    says: ['request body field "groupId" is no longer accepted'],
    edits: [drop(field('CreatePostInput', 'groupId'))],
  },
  {
    what: 'a field of another type',
    operation: 'auth.login',
    says: ['request body field "cookie" is string instead of boolean'],
    edits: [put([...field('LoginInput', 'cookie'), 'type'], 'string')],
  },
  {
    what: 'a number is an integer',
    operation: 'posts.create',
    says: ['request field "NewPollInput.expiresIn" is integer instead of number'],
    before: [put(field('NewPollInput', 'expiresIn'), { type: 'number' })],
    edits: [put(field('NewPollInput', 'expiresIn'), { type: 'integer' })],
  },
  {
    what: 'a text is shorter',
    operation: 'auth.login',
    says: ['request body field "password" has maxLength 64 instead of 256'],
    edits: [put([...field('LoginInput', 'password'), 'maxLength'], 64)],
  },
  {
    what: 'a list is shorter',
    operation: 'posts.create',
    says: ['request body field "mediaIds" has maxItems 3 instead of 4'],
    edits: [put([...field('CreatePostInput', 'mediaIds'), 'maxItems'], 3)],
  },
  {
    what: 'a bound is new',
    operation: 'auth.login',
    says: ['request body field "login" has minLength 3 now'],
    edits: [put([...field('LoginInput', 'login'), 'minLength'], 3)],
  },
  {
    what: 'a format is demanded',
    operation: 'auth.login',
    says: ['request body field "login" has format "email" now'],
    edits: [put([...field('LoginInput', 'login'), 'format'], 'email')],
  },
  {
    what: 'a pattern is another',
    operation: 'chat.send',
    says: ['request body field "clientId" has pattern "^[a-z]+$" instead of "^[\\\\x21-\\\\x7e]+$"'],
    edits: [put([...field('SendMessageBody', 'clientId'), 'pattern'], '^[a-z]+$')],
  },
  {
    what: 'a keyword that nobody knew is new',
    operation: 'auth.login',
    says: ['request body has dependentRequired {"login":["cookie"]} now'],
    edits: [put([...schema('LoginInput'), 'dependentRequired'], { login: ['cookie'] })],
  },
  {
    what: 'null is no longer taken',
    operation: 'me.update',
    says: ['request body field "avatarId" is never null any more'],
    edits: [put(field('ProfileChanges', 'avatarId'), { $ref: '#/components/schemas/Id' })],
  },
  {
    what: 'null is no longer among the types',
    operation: 'posts.update',
    says: ['request body field "contentWarning" is never null any more'],
    edits: [put([...field('UpdatePostBody', 'contentWarning'), 'type'], 'string')],
  },
  {
    what: 'a member of a union is no longer taken',
    operation: 'me.update',
    says: ['request body field "website" no longer accepts ""'],
    edits: [drop([...field('ProfileChanges', 'website'), 'anyOf', 0])],
  },
  {
    what: 'one of several bodies is no longer taken',
    operation: 'chat.createGroup',
    says: ['request body no longer accepts ByUserId'],
    edits: [drop([...at('/conversations', 'post'), 'requestBody', ...json, 'schema', 'oneOf', 1])],
  },
  {
    what: 'further fields are no longer taken',
    operation: 'auth.login',
    says: ['request body accepts no further fields any more'],
    before: [drop([...schema('LoginInput'), 'additionalProperties'])],
    edits: [put([...schema('LoginInput'), 'additionalProperties'], false)],
  },
];

test.each(cases)('$operation: $what', (each) => {
  expect(saidOf(each, 'break')).toEqual(each.says);
});
