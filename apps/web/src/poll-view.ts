import type { PollView, PostView } from '@rookery/sdk';
import { element } from './dom.ts';
import type { PostActions } from './post-actions.ts';
import { timeLeft } from './relative-time.ts';

let drawn = 0;

/** The poll of a post: something to choose from, or how it stands once the reader may know. */
export function pollView(post: PostView, vote: PostActions['vote'] | null): HTMLElement[] {
  const { poll } = post;
  if (!poll) return [];
  const isKnown = poll.options.every(({ voteCount }) => voteCount !== null);
  const send = (choices: number[]): Promise<PostView | null> => vote?.(post, choices) ?? Promise.resolve(null);
  const place = element('div', { class: 'poll', tabindex: '-1' });
  const inside = isKnown ? drawResult(poll) : drawChoice(poll, post.viewer && vote ? send : null);
  place.append(inside, element('p', { class: 'soft' }, summaryOf(poll, isKnown)));
  return [place];
}

function summaryOf({ voterCount, closed, closesAt, choices }: PollView, isKnown: boolean): string {
  const voters = `${voterCount.toLocaleString('en')} ${voterCount === 1 ? 'person has' : 'people have'} voted`;
  const end = closed ? 'ended' : `ends in ${timeLeft(closesAt, new Date())}`;
  return [voters, end, ...(choices === null && !isKnown ? ['result after voting'] : [])].join(' · ');
}

function drawResult({ options, choices, voterCount }: PollView): HTMLElement {
  const most = Math.max(...options.map(({ voteCount }) => voteCount ?? 0));
  const rows = options.map(({ text, voteCount }, index) => {
    const share = voterCount === 0 ? 0 : Math.round((100 * (voteCount ?? 0)) / voterCount);
    const own = choices?.includes(index) ? element('span', { class: 'own' }, ' ✓', unseen(' your vote')) : '';
    const bar = element('span', { class: 'share', 'aria-hidden': 'true' });
    bar.style.inlineSize = `${share}%`;
    const name = element('span', { class: 'option', dir: 'auto' }, text, own);
    const leads = voteCount === most && most > 0 ? ' leads' : '';
    return element('li', { class: `result${leads}` }, bar, name, element('span', { class: 'percent' }, `${share} %`));
  });
  return element('ul', { class: 'results' }, ...rows);
}

type Send = (choices: number[]) => Promise<PostView | null>;

function drawChoice(poll: PollView, send: Send | null): HTMLElement {
  if (!send) {
    const rows = poll.options.map(({ text }) => element('li', { class: 'result', dir: 'auto' }, text));
    return element('ul', { class: 'results' }, ...rows);
  }
  return poll.multiple ? drawChecks(poll, send) : drawButtons(poll, send);
}

function drawButtons({ options }: PollView, send: Send): HTMLElement {
  const group = element('fieldset', { class: 'results' }, element('legend', { class: 'unseen' }, 'Vote for one'));
  for (const [index, { text }] of options.entries()) {
    const button = element('button', { type: 'button', class: 'quiet', dir: 'auto' }, text);
    button.addEventListener('click', () => void whileDisabled(group, send([index])));
    group.append(button);
  }
  return group;
}

function drawChecks({ options }: PollView, send: Send): HTMLElement {
  drawn += 1;
  const group = element('fieldset', { class: 'results' }, element('legend', { class: 'unseen' }, 'Vote for several'));
  const boxes = options.map(({ text }, index) => {
    const id = `poll-${drawn}-${index}`;
    const box = element('input', { type: 'checkbox', id });
    group.append(element('div', { class: 'check' }, box, element('label', { for: id, dir: 'auto' }, text)));
    return box;
  });
  const button = element('button', { type: 'button', class: 'quiet vote' }, 'Vote');
  button.addEventListener('click', () => {
    const choices = boxes.flatMap(({ checked }, index) => (checked ? [index] : []));
    if (choices.length > 0) void whileDisabled(group, send(choices));
  });
  group.append(button);
  return group;
}

async function whileDisabled(group: HTMLFieldSetElement, task: Promise<unknown>): Promise<void> {
  group.disabled = true;
  await task;
  group.disabled = false;
}

function unseen(text: string): HTMLElement {
  return element('span', { class: 'unseen' }, text);
}
