import type { Mail } from '../../kernel/ports.ts';

/** A letter in the words of the house, of paragraphs. */
export function letter(to: string, subject: string, paragraphs: readonly string[]): Mail {
  return { to, subject, text: `${['Hello,', ...paragraphs, 'Your Rookery'].join('\n\n')}\n` };
}
