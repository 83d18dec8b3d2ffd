import type { MessageView, OutgoingMessage } from '@rookery/sdk';
import { element } from '../dom.ts';
import { reasonText } from '../error-text.ts';
import type { Line } from '../keyed-list.ts';
import { createPart } from '../part.ts';
import { avatar } from '../people.ts';
import { pictureGrid } from '../picture-grid.ts';
import { richText } from '../rich-text.ts';
import { clockTime, dayName } from './days.ts';
import type { MessageDeeds } from './deeds.ts';
import { drawReactions } from './reactions.ts';
import type { Row, SaidRow } from './rows.ts';
import { lineOf, noteText } from './sentences.ts';

/** Draws a line of a conversation. */
export function createRow(row: Row, viewerId: string, deeds: MessageDeeds): Line<Row> {
  if (row.kind === 'said') return createMessage(deeds);
  const line = element('li', { class: `mark ${row.kind}` });
  return { element: line, show: (now) => drawMark(line, now, viewerId) };
}

function drawMark(line: HTMLElement, row: Row, viewerId: string): void {
  if (row.kind === 'day') line.replaceChildren(dayName(row.date, new Date()));
  if (row.kind === 'new') line.replaceChildren('New');
  if (row.kind === 'note') line.replaceChildren(noteText(row.message.sender, row.note, viewerId));
}

function createMessage(deeds: MessageDeeds): Line<Row> {
  const parts = [
    createPart(drawSender, ({ message, isNamed }: SaidRow) => `${message?.sender?.id} ${isNamed}`),
    createPart(drawQuote, ({ message }: SaidRow) => JSON.stringify(message?.replyTo)),
    createPart(drawWords, ({ message, outgoing }: SaidRow) => message?.version ?? outgoing?.clientId),
    createPart(drawFoot, ({ message, outgoing, isSeen }: SaidRow) =>
      [message?.version, message?.id, outgoing?.state, isSeen].join(' '),
    ),
  ];
  const bubble = element('div', { class: 'bubble' }, ...parts.map(({ place }) => place));
  const aside = createPart(
    (row: SaidRow) => drawAside(row, deeds),
    ({ message, outgoing }) => [message?.id, message?.version, outgoing?.state, deeds.isOpen()].join(' '),
  );
  const below = createPart(
    ({ message }: SaidRow) => (message ? drawReactions(message, deeds) : []),
    ({ message }) => JSON.stringify(message?.reactions),
  );
  aside.place.className = 'aside';
  below.place.className = 'below';
  const line = element('li', { class: 'said' }, bubble, aside.place, below.place);
  return {
    element: line,
    show: (row) => {
      if (row.kind !== 'said') return;
      line.classList.toggle('own', row.isOwn);
      line.classList.toggle('goes-on', row.goesOn);
      line.classList.toggle('failed', row.outgoing?.state === 'failed');
      line.classList.toggle('gone', row.message?.deletedAt != null);
      for (const part of [...parts, aside, below]) part.show(row);
    },
  };
}

/** Who says it; where that is plain it is there for those alone who do not see. */
function drawSender({ message, isNamed, isOwn }: SaidRow): Node[] {
  const sender = message?.sender ?? null;
  const name = isOwn ? 'You' : (sender?.displayName ?? 'Somebody who has left');
  if (!isNamed) return [element('span', { class: 'unseen' }, `${name}: `)];
  const face = sender ? [avatar(sender)] : [];
  return [...face, element('strong', { class: 'name', dir: 'auto' }, name)];
}

function drawQuote({ message }: SaidRow): Node[] {
  const quoted = message?.replyTo;
  if (!quoted || message?.deletedAt) return [];
  const who = element('strong', { dir: 'auto' }, quoted.sender?.displayName ?? 'Somebody who has left');
  const words = quoted.deleted ? 'Message deleted' : quoted.text || 'An image';
  return [element('blockquote', { class: 'answered' }, who, element('span', { dir: 'auto' }, words))];
}

function drawWords({ message, outgoing }: SaidRow): Node[] {
  if (message?.deletedAt) return [element('p', {}, lineOf(message))];
  if (message) return [...pictureGrid(message.media), ...wordsOf(message)];
  const images = outgoing?.mediaIds.length ?? 0;
  const waiting = images > 0 ? [element('p', { class: 'soft' }, images === 1 ? 'An image' : `${images} images`)] : [];
  return outgoing?.text ? [...waiting, element('p', { dir: 'auto' }, outgoing.text)] : waiting;
}

function wordsOf({ text, facets }: MessageView): Node[] {
  return text === '' ? [] : [element('p', { dir: 'auto' }, richText(text, facets))];
}

function drawFoot({ message, outgoing, isSeen }: SaidRow): Node[] {
  if (outgoing) return [new Text(outgoing.state === 'pending' ? 'Sending…' : notSent(outgoing))];
  if (!message) return [];
  const time = element('span', { title: message.createdAt.toLocaleString('en-GB') }, clockTime(message.createdAt));
  const isEdited = message.editedAt !== null && message.deletedAt === null;
  return [new Text(isEdited ? 'edited ' : ''), time, new Text(isSeen ? ' · Seen' : '')];
}

function notSent({ reason }: OutgoingMessage): string {
  return `Not sent. ${reason === null ? '' : (reasonText(reason) ?? '')}`.trim();
}

function drawAside({ message, outgoing }: SaidRow, deeds: MessageDeeds): Node[] {
  if (outgoing?.state === 'failed') {
    const { clientId } = outgoing;
    return [press('Try again', () => deeds.retry(clientId)), press('Discard', () => deeds.drop(clientId))];
  }
  if (!message || message.deletedAt || !deeds.isOpen()) return [];
  const more = press('⋯', () => deeds.openMenu(message, more));
  more.setAttribute('aria-label', `React, reply and more: ${lineOf(message).slice(0, 40)}`);
  more.setAttribute('aria-haspopup', 'dialog');
  more.className = 'more';
  return [more];
}

function press(text: string, task: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button' }, text);
  button.addEventListener('click', task);
  return button;
}
