import { CreatePostInput, type DraftContent } from '@rookery/contract';
import { DomainError } from '../../../kernel/errors.ts';

/** Refuses a content that `posts.create` would not take, in the same words; `path` is where it stands in the input. */
export function refuseUnpublishable(content: DraftContent, path: readonly string[] = []): void {
  const parsed = CreatePostInput.safeParse(content);
  if (parsed.success) return;
  const issues = parsed.error.issues.map(({ path: inner, code, message }) => ({
    path: [...path, ...inner.map((part) => (typeof part === 'symbol' ? String(part) : part))],
    code,
    message,
  }));
  throw new DomainError('validation_failed', { issues });
}
