import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../places.ts';
import { compareDocuments } from './compare-documents.ts';
import { type OpenApiDocument, readDocument } from './document.ts';
import { append, drop, edited, put, reversed, valueAt } from './editing.ts';
import { currentDocument } from './places.ts';
import { at, field, sample, schema } from './sample.ts';

const create = at('/posts', 'post');
const search = at('/search', 'get');
const body = [...create, 'requestBody', 'content', 'application/json', 'schema'];
const answer = [...at('/posts/{id}', 'get'), 'responses', '200', 'content', 'application/json', 'schema'];
const limit = [...search, 'parameters', 1];

/** The old document, and another that means the same to every consumer. */
type Case = readonly [what: string, before: OpenApiDocument, after: OpenApiDocument];

const cases: readonly Case[] = [
  ['nothing', sample, structuredClone(sample)],
  ['the order of keys', sample, reversed(sample)],
  ['the version', sample, edited(sample, put(['info', 'version'], '9.9.9'))],
  ['a description of an operation', sample, edited(sample, put([...create, 'description'], 'Says it otherwise.'))],
  ['a description of a field', sample, edited(sample, put([...field('PostView', 'text'), 'description'], 'Words.'))],
  ['a description beside a reference', sample, edited(sample, put([...field('PostView', 'id'), 'description'], 'Id.'))],
  ['examples', sample, edited(sample, put([...field('PostView', 'text'), 'examples'], ['Good morning']))],
  ['a summary and tags', sample, edited(sample, put([...create, 'summary'], 'Posts'), put([...create, 'tags'], ['x']))],
  ['a title of a schema', sample, edited(sample, put([...schema('PostView'), 'title'], 'Post'))],
  [
    'the order of required fields',
    sample,
    edited(sample, put([...schema('UpdatePostBody'), 'required'], ['version', 'text'])),
  ],
  [
    'the order of an enum',
    sample,
    edited(sample, put([...schema('PostVisibility'), 'enum'], ['friends', 'public', 'followers'])),
  ],
  [
    'the order of parameters',
    sample,
    edited(sample, drop(limit), append([...search, 'parameters'], valueAt(sample, limit))),
  ],
  [
    'null written as a member of a union instead of a type',
    sample,
    edited(
      sample,
      put(field('UpdatePostBody', 'contentWarning'), {
        anyOf: [{ type: 'string', minLength: 1, maxLength: 1600 }, { type: 'null' }],
      }),
    ),
  ],
  [
    'a constant written as an enum of one',
    sample,
    edited(sample, put(field('FacetLink', 'kind'), { type: 'string', enum: ['link'] })),
  ],
  [
    'the order of the members of a union',
    sample,
    edited(
      sample,
      drop([...schema('Facet'), 'oneOf', 0]),
      append([...schema('Facet'), 'oneOf'], { $ref: '#/components/schemas/FacetHashtag' }),
    ),
  ],
  ['a named schema written in place', sample, edited(sample, put(body, valueAt(sample, schema('CreatePostInput'))))],
  [
    'a schema under another name',
    sample,
    edited(
      sample,
      put(schema('Post'), valueAt(sample, schema('PostView'))),
      put(answer, { $ref: '#/components/schemas/Post' }),
    ),
  ],
  [
    'a schema put together by allOf',
    sample,
    edited(sample, put(answer, { allOf: [{ $ref: '#/components/schemas/PostView' }] })),
  ],
  ['a schema that nothing refers to', sample, edited(sample, put(schema('Unused'), { type: 'string' }))],
  [
    'a shared parameter written in place',
    sample,
    edited(sample, put([...search, 'parameters', 2], valueAt(sample, ['components', 'parameters', 'IfNoneMatch']))),
  ],
  ['a default of an answer', sample, edited(sample, put([...field('PollView', 'closed'), 'default'], false))],
];

test.each(cases)('%s may be another, and nobody hears of it', (_what, before, after) => {
  expect(compareDocuments(before, after)).toEqual([]);
});

test('the whole document is the same as itself', () => {
  const document = readDocument(join(repositoryRoot, currentDocument));
  expect(compareDocuments(document, reversed(document))).toEqual([]);
});
