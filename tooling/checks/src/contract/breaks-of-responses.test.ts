import { expect, test } from 'vitest';
import { drop, type Edit, move, put, valueAt, without } from './editing.ts';
import { at, type Case, field, saidOf, schema } from './sample.ts';

const create = at('/posts', 'post');
const get = at('/posts/{id}', 'get');
const json = ['content', 'application/json'];
const newVariant = { type: 'object', properties: { kind: { const: 'poll' } }, required: ['kind'] };

/** Takes a member out of a union. */
function dropMember(union: string, name: string): Edit {
  const steps = [...schema(union), 'oneOf'];
  return (document) => {
    const members = valueAt(document, steps);
    const kept = Array.isArray(members) ? members.filter(({ $ref }) => !$ref.endsWith(`/${name}`)) : [];
    put(steps, kept)(document);
  };
}

const cases: readonly Case[] = [
  {
    what: 'a status of success is another',
    operation: 'posts.create',
    says: ['response 201 is gone'],
    edits: [move([...create, 'responses', '201'], [...create, 'responses', '200'])],
  },
  {
    what: 'a media type is gone',
    operation: 'posts.get',
    says: ['response 200 media type application/json is gone'],
    edits: [move([...get, 'responses', '200', ...json], [...get, 'responses', '200', 'content', 'text/xml'])],
  },
  {
    what: 'the media type of an error is gone',
    operation: 'posts.get',
    says: ['response 404 media type application/problem+json is gone'],
    edits: [put(['components', 'responses', 'NotFound', 'content'], {})],
  },
  {
    what: 'a header is gone',
    operation: 'posts.create',
    says: ['header location of response 201 is gone'],
    edits: [drop([...create, 'responses', '201', 'headers', 'Location'])],
  },
  {
    what: 'a field is gone',
    operation: 'posts.get',
    says: ['response field "PostView.likeCount" is gone'],
    edits: [drop(field('PostView', 'likeCount')), without([...schema('PostView'), 'required'], 'likeCount')],
  },
  {
    what: 'a field of a field is gone, deep in a page',
    operation: 'feed.home',
    says: ['response field "MediaVariant.url" is gone'],
    edits: [drop(field('MediaVariant', 'url'))],
  },
  {
    what: 'a field is not always there',
    operation: 'posts.bookmarks',
    says: ['response field "PostView.text" is no longer always there'],
    edits: [without([...schema('PostView'), 'required'], 'text')],
  },
  {
    what: 'a field may be null',
    operation: 'posts.get',
    says: ['response field "PostView.text" may be null now'],
    edits: [put([...field('PostView', 'text'), 'type'], ['string', 'null'])],
  },
  {
    what: 'a reference may be null',
    operation: 'notifications.list',
    says: ['response field "NotificationView.id" may be null now'],
    edits: [put(field('NotificationView', 'id'), { anyOf: [{ $ref: '#/components/schemas/Id' }, { type: 'null' }] })],
  },
  {
    what: 'a field of another type',
    operation: 'posts.get',
    says: ['response field "PostView.version" is string instead of integer'],
    edits: [put([...field('PostView', 'version'), 'type'], 'string')],
  },
  {
    what: 'an integer may be any number',
    operation: 'posts.get',
    says: ['response field "PostView.likeCount" is number instead of integer'],
    edits: [put([...field('PostView', 'likeCount'), 'type'], 'number')],
  },
  {
    what: 'a text may be a number as well',
    operation: 'posts.get',
    says: ['response field "PostView.text" may be number now'],
    edits: [put([...field('PostView', 'text'), 'type'], ['string', 'number'])],
  },
  {
    what: 'a date is a number',
    operation: 'posts.get',
    says: ['response field "PostView.createdAt" has no format any more, it was "date-time"'],
    edits: [drop([...field('PostView', 'createdAt'), 'format'])],
  },
  {
    what: 'the items of a list are others',
    operation: 'posts.get',
    says: ['response field "PollView.choices[]" is string instead of integer'],
    edits: [put([...field('PollView', 'choices'), 'items', 'type'], 'string')],
  },
  {
    what: 'a reason of errors is gone',
    operation: 'posts.vote',
    says: ['response field "Problem.reason" is never "poll_closed" any more'],
    edits: [without([...field('Problem', 'reason'), 'enum'], 'poll_closed')],
  },
  {
    what: 'a kind is gone from a union',
    operation: 'posts.get',
    says: [
      'response field "PostView.facets[]" is never FacetLink any more',
      'response field "PostView.quoteOf.facets[]" is never FacetLink any more',
    ],
    edits: [drop([...schema('Facet'), 'oneOf', 2])],
  },
  {
    what: 'a word that stays the same is another',
    operation: 'posts.get',
    says: ['response field "FacetLink.kind" is never "link" any more'],
    edits: [put([...field('FacetLink', 'kind'), 'const'], 'address')],
  },
  {
    what: 'a type of event is gone from the stream',
    operation: 'events.stream',
    says: ['response 200 is never MessageCreated any more'],
    edits: [dropMember('StreamEvent', 'MessageCreated')],
  },
  {
    what: 'an event tells less',
    operation: 'events.stream',
    says: ['response field "MessageDeleted.data" is gone'],
    edits: [drop(field('MessageDeleted', 'data'))],
  },
  {
    what: 'an enum is open',
    operation: 'posts.get',
    says: ['response PostVisibility is no longer one of "public", "followers", "friends"'],
    edits: [drop([...schema('PostVisibility'), 'enum'])],
  },
  {
    what: 'one kind of answer becomes two',
    operation: 'posts.get',
    says: ['response 200 may be kind "poll" now'],
    edits: [
      put([...get, 'responses', '200', ...json, 'schema'], {
        oneOf: [{ $ref: '#/components/schemas/PostView' }, newVariant],
      }),
    ],
  },
];

test.each(cases)('$operation: $what', (each) => {
  expect(saidOf(each, 'break')).toEqual(each.says);
});
