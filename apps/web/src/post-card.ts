import type { FeedReason, PostView } from '@rookery/sdk';
import { addressOf } from './addresses.ts';
import type { BoardItem } from './board-item.ts';
import { createDeedButton } from './deed-button.ts';
import { element, icon } from './dom.ts';
import { avatar, byline } from './people.ts';
import type { Deed, PostActions } from './post-actions.ts';
import { createPostBody } from './post-body.ts';
import { timeElement } from './relative-time.ts';

const bubble = 'M4 5h16v11H11l-4.5 4v-4H4z';
const deepest = 4;

/** A post on the board. */
export interface PostCard {
  readonly element: HTMLLIElement;
  /** Brings the card in line with the post as it is now. */
  show(post: PostView): void;
}

/** Draws a line of the board: a post, or where one was. */
export function createCard(item: BoardItem, actions: PostActions): PostCard {
  const { post, depth, isAsked, hasMore, id } = item;
  const line = element('li', depth ? { class: `answer depth-${Math.min(depth, deepest)}` } : {});
  line.classList.toggle('asked', isAsked);
  if (!post) {
    line.append(element('p', { class: 'gap soft' }, 'This post is gone, or not for you to see.'));
    return { element: line, show: () => undefined };
  }
  const { article, show } = drawPost(post, item.reason, actions);
  line.append(article);
  if (hasMore) line.append(element('a', { class: 'further', href: addressOf({ kind: 'post', id }) }, 'More answers'));
  return { element: line, show };
}

interface DrawnPost {
  readonly article: HTMLElement;
  show(post: PostView): void;
}

function drawPost(post: PostView, reason: FeedReason | null, { turn, vote }: PostActions): DrawnPost {
  const { author, createdAt, id } = post;
  const when = element('a', { class: 'when', href: addressOf({ kind: 'post', id }) }, timeElement(createdAt));
  const head = element('header', {}, byline(author), when);
  const body = createPostBody(async (voted, choices) => {
    const answer = await vote(voted, choices);
    if (answer) show(answer);
    return answer;
  });
  const replies = element('a', { class: 'replies', href: addressOf({ kind: 'post', id }) });
  const deeds = deedsFor(post).map((deed) => createDeedButton(deed, post, turn));
  const foot = element('footer', {}, ...deeds.map((deed) => deed.element));
  deeds[0]?.element.after(replies);
  const article = element('article', { 'aria-label': `Post by ${author.displayName}` });
  article.append(...reasonLine(reason), avatar(author), head, body.element, foot);

  const show = (now: PostView): void => {
    body.show(now);
    drawReplies(replies, now);
    for (const deed of deeds) deed.show(now);
  };
  show(post);
  return { article, show };
}

/** NOTE: only what everybody may see can be shown to others. */
function deedsFor({ viewer, visibility }: PostView): Deed[] {
  const deeds: Deed[] = visibility === 'public' ? ['like', 'repost'] : ['like'];
  return viewer ? [...deeds, 'bookmark'] : deeds;
}

function reasonLine(reason: FeedReason | null): HTMLElement[] {
  if (reason?.kind === 'repost') {
    const { displayName, username } = reason.by;
    const link = element('a', { href: addressOf({ kind: 'profile', username }), dir: 'auto' }, displayName);
    return [element('p', { class: 'reason' }, 'Reposted by ', link)];
  }
  if (reason?.kind !== 'hashtag') return [];
  const link = element('a', { href: addressOf({ kind: 'tag', tag: reason.tag }) }, `#${reason.tag}`);
  return [element('p', { class: 'reason' }, 'You follow ', link)];
}

function drawReplies(place: HTMLElement, { replyCount, viewer }: PostView): void {
  place.hidden = replyCount === 0 && viewer === null;
  const count = element('span', { class: 'count' }, replyCount > 0 ? replyCount.toLocaleString('en') : '');
  const words = replyCount === 1 ? ' reply' : ' replies';
  place.replaceChildren(icon(bubble), count, element('span', { class: 'unseen' }, replyCount === 0 ? 'Reply' : words));
}
