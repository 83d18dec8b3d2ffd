import type { FriendRequestView, NotificationView } from '@rookery/sdk';
import { element } from './dom.ts';
import { errorText } from './error-text.ts';
import { showNote } from './note.ts';

/** Accepts or rejects a friend request. */
export type AnswerFriend = (request: FriendRequestView, accept: boolean) => Promise<void>;

/** What to do about a friend request: two buttons while it waits, then what became of it. */
export function friendAnswer({ friendRequest, type }: NotificationView, answer: AnswerFriend): HTMLElement[] {
  if (!friendRequest || type !== 'friend_request' || friendRequest.direction !== 'incoming') return [];
  const { status, profile } = friendRequest;
  if (status === 'accepted') return [element('p', { class: 'soft' }, 'You are friends.')];
  if (status !== 'pending') return [];
  const row = element('p', { class: 'answers' });
  const make = (text: string, look: string, accept: boolean): HTMLButtonElement => {
    const button = element('button', { type: 'button', class: look }, text);
    button.append(element('span', { class: 'unseen' }, ` ${profile.displayName}`));
    button.addEventListener('click', () => {
      for (const one of buttons) one.disabled = true;
      answer(friendRequest, accept).then(
        () => accept && showNote(`You and ${profile.displayName} are friends.`),
        (error) => {
          showNote(errorText(error));
          for (const one of buttons) one.disabled = false;
        },
      );
    });
    return button;
  };
  const buttons = [make('Accept', 'primary', true), make('Reject', 'quiet', false)];
  row.append(...buttons);
  return [row];
}
