import { z } from 'zod';
import { limits } from './limits.ts';

export const pageFields = {
  limit: z.int().min(1).max(limits.pageMax).default(20).describe('How many items at the most.'),
  cursor: z.string().optional().describe('The `nextCursor` of the page before; absent for the first page.'),
};

export const PageInput = z.strictObject(pageFields).describe('Which page of a list.');
export type PageInput = z.infer<typeof PageInput>;

/** What a list answers with: items in the order of the list, and the cursor of the next page or null at the end. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The schema of a page of `item`. */
export function pageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; nextCursor: z.ZodNullable<z.ZodString> }, z.core.$strip> {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Hand it back as `cursor` for the next page; null at the end.'),
  });
}
