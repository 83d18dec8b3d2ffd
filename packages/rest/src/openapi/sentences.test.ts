import { expect, test } from 'vitest';
import { secondName, summaryOf } from './sentences.ts';

test.each([
  ['Reads a post.', 'Reads a post'],
  ['Signs in; the tokens come back.', 'Signs in'],
  [
    'Leaves a group, or takes the wish to join it back. Its last owner hands it over.',
    'Leaves a group, or takes the wish to join it back',
  ],
  [
    'Takes a file and answers when it is ready: an image to be shown anywhere, anything else to be sent in messages.',
    'Takes a file and answers when it is ready',
  ],
  [
    'Finds posts by words, "phrases", -not, word*, #tag, @name, from:name, since:YYYY-MM-DD, until:YYYY-MM-DD and more.',
    'Finds posts by words',
  ],
])('the headline of a sentence is short: %s', (doc, summary) => {
  expect(summaryOf(doc)).toBe(summary);
});

test('a second path is named after what is in it alone', () => {
  expect(secondName('/users/by-username/{username}', '/users/{id}', 'GET')).toBe('byUsername');
  expect(secondName('/posts/{id}/like', '/posts/{id}/like', 'POST')).toBe('post');
});
