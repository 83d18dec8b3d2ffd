import type { ExportPart } from '../../kernel/app.ts';
import { defineExportPart, isoTime } from '../../kernel/export-part.ts';
import { maySeeGroup } from './visibility.ts';

/** Where rows `r` name a group; the name of one that is not there for the owner is left out. */
const groups = (
  file: string,
  { table, own = 'profile_id', more = '' }: { table: string; own?: string; more?: string },
): ExportPart =>
  defineExportPart({
    file,
    tables: [table],
    key: 'r.id',
    line: `jsonb_build_object('groupId', r.community_id, 'name', (select g.name from community g where g.id = r.community_id and ${maySeeGroup('g', '$1')}),
      'createdAt', ${isoTime('r.created_at')}${more})`,
    from: `${table} r where r.${own} = $1`,
  });

/** What somebody takes with him of the groups that he knows. */
export const exportedGroups: readonly ExportPart[] = [
  groups('groups.jsonl', { table: 'community_member', more: `, 'role', r.role` }),
  groups('group-requests.jsonl', { table: 'community_request' }),
  groups('group-invites.jsonl', { table: 'community_invite' }),
  groups('group-invites-sent.jsonl', { table: 'community_invite', own: 'inviter_id' }),
  groups('group-bans.jsonl', { table: 'community_ban' }),
];
