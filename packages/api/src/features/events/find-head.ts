import type { StreamHead } from '@rookery/contract';
import type { SignedInCall } from '../../kernel/context.ts';

/** The end of the stream of now. */
export async function findHead({ ctx }: SignedInCall): Promise<StreamHead> {
  return { cursor: ctx.app.journal.head() };
}
