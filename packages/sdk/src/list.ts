import type { CallOptions } from './call.ts';

/** A list whose every input is optional: a page when called, all items when walked. */
export interface ListCall<Input, Item, Page> {
  /** One page. */
  (input?: Input, options?: CallOptions): Promise<Page>;
  /** Every item, fetched page by page as the loop goes; `limit` is the size of a page, `cursor` where to begin. */
  all(input?: Input, options?: CallOptions): AsyncIterable<Item>;
}

/** A list that has to be told of what. */
export interface ListCallOf<Input, Item, Page> {
  /** One page. */
  (input: Input, options?: CallOptions): Promise<Page>;
  /** Every item, fetched page by page as the loop goes; `limit` is the size of a page, `cursor` where to begin. */
  all(input: Input, options?: CallOptions): AsyncIterable<Item>;
}

interface AnyPage {
  items: readonly unknown[];
  nextCursor: string | null;
}

/** Walks a list to its end. */
export async function* walk(
  read: (input: object) => Promise<unknown>,
  input: object = {},
): AsyncGenerator<unknown, void> {
  let page: AnyPage;
  let cursor: { cursor?: string } = {};
  do {
    page = pageOf(await read({ ...input, ...cursor }));
    yield* page.items;
    cursor = { cursor: page.nextCursor ?? '' };
  } while (page.nextCursor !== null);
}

/** NOTE: the generator marks as lists only procedures whose output is a page. */
function pageOf(output: unknown): AnyPage {
  return output as AnyPage;
}
