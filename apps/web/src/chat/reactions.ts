import type { MessageView } from '@rookery/sdk';
import { element } from '../dom.ts';
import type { MessageDeeds } from './deeds.ts';

/** The reactions to a message, each a button that joins in or takes back. */
export function drawReactions(message: MessageView, deeds: MessageDeeds): Node[] {
  if (message.reactions.length === 0) return [];
  const chips = message.reactions.map(({ emoji, count, mine }) => {
    const label = `${emoji}, ${count} ${count === 1 ? 'person' : 'people'}`;
    const chip = element('button', { type: 'button', 'aria-pressed': String(mine), 'aria-label': label });
    chip.append(emoji, ...(count > 1 ? [element('span', {}, count.toLocaleString('en'))] : []));
    chip.addEventListener('click', () => deeds.react(message, emoji, !mine));
    return element('li', {}, chip);
  });
  return [element('ul', { class: 'reactions', 'aria-label': 'Reactions' }, ...chips)];
}
