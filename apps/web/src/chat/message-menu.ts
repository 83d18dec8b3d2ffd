import type { MessageView } from '@rookery/sdk';
import { byId, element } from '../dom.ts';

const emojis = ['👍', '❤️', '😂', '😮', '😢', '🎉'];

/** What the menu of a message leads to. */
export interface MenuDeeds {
  react(message: MessageView, emoji: string, on: boolean): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  delete(message: MessageView): void;
}

/** Offers what can be done with a message, beside the button that asks for it. */
export function openMessageMenu(message: MessageView, button: HTMLElement, { isOwn, deeds }: MenuOf): void {
  const menu = byId('message-menu', HTMLElement);
  const item = (text: string, task: (message: MessageView) => void): HTMLButtonElement => {
    const made = element('button', { type: 'button' }, text);
    made.addEventListener('click', () => {
      menu.hidePopover();
      task(message);
    });
    return made;
  };
  const row = element('div', { class: 'emojis' });
  for (const emoji of emojis) {
    const mine = message.reactions.some((one) => one.emoji === emoji && one.mine);
    const chip = item(emoji, () => deeds.react(message, emoji, !mine));
    chip.setAttribute('aria-pressed', String(mine));
    row.append(chip);
  }
  const own = isOwn ? [item('Edit', deeds.edit), item('Delete for all', deeds.delete)] : [];
  menu.replaceChildren(row, item('Reply', deeds.reply), ...own);
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  menu.querySelector('button')?.focus();
}

interface MenuOf {
  isOwn: boolean;
  deeds: MenuDeeds;
}

const gap = 8;

/** Below the button, or above where there is no room, and never beyond the edge. */
function place(menu: HTMLElement, { left, right, top, bottom }: DOMRect): void {
  const { offsetWidth, offsetHeight } = menu;
  const wanted = right > innerWidth / 2 ? right - offsetWidth : left;
  menu.style.left = `${Math.max(gap, Math.min(wanted, innerWidth - offsetWidth - gap))}px`;
  const below = bottom + gap / 2;
  menu.style.top = `${below + offsetHeight < innerHeight ? below : Math.max(gap, top - offsetHeight - gap / 2)}px`;
}
