import { type Sql, statement } from '../../kernel/sql.ts';

/** What is told of a file that is no image when it is served. */
export interface FileLabel {
  mime: string;
  name: string | null;
}

const select = statement<FileLabel>(
  'media.file-label',
  `select mime, name from media where id = $1 and kind <> 'image' and status = 'ready'`,
);

/** The label of a file that is no image; null when there is none. */
export function readFileLabel(sql: Sql, id: string): Promise<FileLabel | null> {
  return sql.first(select, [id]);
}
