import { defineRecount } from '../../kernel/recount.ts';

/** Recounts the members of groups. */
export const recountGroups = defineRecount({
  slice: 'groups',
  table: 'community',
  column: 'member_count',
  rows: 'community_member m where m.community_id = o.id',
});
