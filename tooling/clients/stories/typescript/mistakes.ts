import { clientFor, type Schemas, told } from './client.ts';

const api = clientFor('');

/** What people get wrong, each of which the types refuse; none of it is ever run. */
export const mistakes: readonly (() => unknown)[] = [
  // @ts-expect-error there is no such path
  () => api.GET('/nothing'),
  // @ts-expect-error feeds are read
  () => api.POST('/feed'),
  // @ts-expect-error a text is a string
  () => api.POST('/posts', { body: { text: 1 } }),
  // @ts-expect-error nothing is secret
  () => api.POST('/posts', { body: { text: '', visibility: 'secret' } }),
  // @ts-expect-error posts have no mood
  () => ({ text: '', mood: 'good' }) satisfies Schemas['CreatePostInput'],
  // @ts-expect-error an edit names the version that it changes
  () => api.PATCH('/posts/{id}', { params: { path: { id: '' } }, body: { text: '' } }),
  // @ts-expect-error one post has an id
  () => api.GET('/posts/{id}'),
  // @ts-expect-error a login has a password
  () => api.POST('/auth/login', { body: { login: '' } }),
  // @ts-expect-error a token has scopes that exist
  () => api.POST('/tokens', { body: { name: '', scopes: ['write:all'] } }),
  // @ts-expect-error a limit is a number
  () => api.GET('/feed', { params: { query: { limit: 'all' } } }),
  // @ts-expect-error notifications are of types that exist
  () => api.GET('/notifications', { params: { query: { types: ['birthday'] } } }),
  // @ts-expect-error a conversation is opened with somebody
  () => api.POST('/conversations', { body: {} }),
  // @ts-expect-error a post is by nobody who has to be asked
  async () => told(await api.GET('/posts/{id}', { params: { path: { id: '' } } })).author.email,
  // @ts-expect-error there may be no poll
  ({ poll }: Schemas['PostView'] = never()) => poll.closed,
  // @ts-expect-error links have no tag
  (facet: Schemas['Facet'] = never()) => facet.kind === 'link' && facet.tag,
  // @ts-expect-error reasons are known words
  async () => (await api.GET('/me')).error?.reason === 'bad_weather',
];

function never(): never {
  throw new Error('this is never run');
}
