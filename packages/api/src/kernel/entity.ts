import { p } from '@mikro-orm/core';
import { newId } from './id.ts';

/** Columns that every entity of ours has: a UUIDv7 made by us, and when it was made. */
export const baseProperties = {
  id: p
    .uuid()
    .primary()
    .onCreate(() => newId()),
  createdAt: p.datetime(3).onCreate(() => new Date()),
};
