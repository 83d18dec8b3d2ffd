import { bare, of, page, type Row, type Rows } from './row.ts';
import { nextYear, pictureFile, post, type Stage, upload } from './stage.ts';

const poll = { options: ['yes', 'no'], expiresIn: 86_400 };

const ownPost = of(async (s) => ({ id: await post(s, s.people.owner) }));
const strangersPost = of(async (s) => ({ id: await post(s, s.people.stranger) }));

/** A post of the stranger's, to which the owner did something before. */
const after = (act: (as: ReturnType<Stage['t']['as']>, id: string) => Promise<unknown>): Row =>
  of(async (s) => {
    const id = await post(s, s.people.stranger);
    await act(s.t.as(s.people.owner.id), id);
    return { id };
  });

/** A post of the owner's to which three did something. */
const busyPost = (act: (as: ReturnType<Stage['t']['as']>, id: string) => Promise<unknown>): Row =>
  of(async (s) => {
    const id = await post(s, s.people.owner);
    for (let n = 0; n < 3; n += 1) await act(s.t.as(await s.extra()), id);
    return { id, limit: 2 };
  });

const draft = of(async ({ t, people: { owner } }) => {
  const { id } = await t.as(owner.id).posts.drafts.create({ text: 'unfinished', visibility: 'followers' });
  return { id };
});

const later = of(async (s) => ({ id: await post(s, s.people.owner, { scheduledAt: nextYear() }) }));

const withContent = ({ make }: Row, more: object = {}): Row =>
  of(async (s, me) => ({ ...(await make(s, me)), content: { text: 'finished', contentWarning: 'long' }, ...more }));

const picture = of(async (s) => ({ id: await upload(s, s.people.owner) }));

/** Posts and what is done with them, and what is read by many. */
export const postRows: Rows = {
  'posts.create': of(() => ({ text: 'Grüße an @friend #größe 🐦', visibility: 'followers', poll })),
  'posts.get': of(async (s) => ({ id: await post(s, s.people.owner, { visibility: 'followers', poll }) })),
  'posts.list': page,
  'posts.delete': ownPost,
  'posts.replies': busyPost((as, replyToId) => as.posts.create({ text: 'an answer', replyToId })),
  'posts.like': strangersPost,
  'posts.unlike': after((as, id) => as.posts.like({ id })),
  'posts.likers': busyPost((as, id) => as.posts.like({ id })),
  'posts.repost': strangersPost,
  'posts.unrepost': after((as, id) => as.posts.repost({ id })),
  'posts.reposters': busyPost((as, id) => as.posts.repost({ id })),
  'posts.quotes': busyPost((as, quoteOfId) => as.posts.create({ text: 'as he said', quoteOfId })),
  'posts.bookmark': strangersPost,
  'posts.unbookmark': after((as, id) => as.posts.bookmark({ id })),
  'posts.bookmarks': page,
  'posts.pin': ownPost,
  'posts.unpin': ownPost,
  'posts.vote': of(async (s) => ({ postId: await post(s, s.people.stranger, { poll }), choices: [1] })),
  'posts.drafts.list': page,
  'posts.drafts.create': of(async (s) => ({ text: 'to be', mediaIds: [await upload(s, s.people.owner)], poll })),
  'posts.drafts.update': withContent(draft),
  'posts.drafts.delete': draft,
  'posts.drafts.publish': draft,
  'posts.scheduled.list': page,
  'posts.scheduled.update': withContent(later, { scheduledAt: new Date(nextYear().getTime() + 86_400_000) }),
  'posts.scheduled.delete': later,
  'posts.update': of(async (s) => ({
    id: await post(s, s.people.owner),
    text: 'better',
    contentWarning: null,
    version: 1,
  })),
  'posts.history': of(async (s) => {
    const id = await post(s, s.people.owner);
    await s.t.as(s.people.owner.id).posts.update({ id, text: 'better', version: 1 });
    return { id, limit: 1 };
  }),
  'posts.thread': of(async (s) => {
    const id = await post(s, s.people.owner, { replyToId: await post(s, s.people.friend) });
    await post(s, s.people.friend, { replyToId: id });
    return { id };
  }),
  'feed.home': page,
  'feed.hashtag': of(() => ({ tag: 'größe', limit: 2 })),
  'hashtags.trending': of(() => ({ window: '7d', limit: 2 })),
  'hashtags.follow': of(() => ({ tag: 'übermut' })),
  'hashtags.unfollow': of(() => ({ tag: 'tag1' })),
  'hashtags.followed': page,
  'media.upload': of(() => ({ file: pictureFile(), alt: 'ein graues “Feld” 🐦' })),
  'media.get': picture,
  'media.update': of(async (s) => ({ id: await upload(s, s.people.owner), alt: null })),
  'media.delete': picture,
  'search.all': of(() => ({ query: 'owner', limit: 2 })),
  'search.posts': of(() => ({
    query: 'post',
    from: 'owner',
    since: new Date('2020-01-02'),
    until: new Date('2040-01-02T03:04:05Z'),
    hasMedia: false,
    sort: 'recent',
    limit: 2,
  })),
  'search.users': of(() => ({ query: 'person', limit: 2 })),
  'search.hashtags': of(() => ({ query: 'tag', limit: 2 })),
  'notifications.list': of(() => ({ types: ['reply', 'follow', 'quote'], unreadOnly: true, limit: 2 })),
  'notifications.unreadCount': bare,
  'notifications.markRead': of(({ notifications }) => ({ ids: [notifications.pop(), notifications.pop()] })),
  'notifications.markAllRead': of(({ notifications }) => ({ upTo: notifications.pop() })),
  'notifications.delete': of(({ notifications }) => ({ id: notifications.pop() })),
  'notifications.deleteAll': bare,
};
