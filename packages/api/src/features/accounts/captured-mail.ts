import type { App } from '../../kernel/app.ts';
import { epochMs, statement } from '../../kernel/sql.ts';

/** A letter that was kept, because no mail server is set. */
export interface CapturedMail {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  /** Header fields by name, besides the usual. */
  headers: Record<string, string>;
  createdAt: Date;
}

type Row = Omit<CapturedMail, 'createdAt'> & { created_ms: number };

const selectMail = statement<Row>(
  'accounts.captured-mail',
  `select id::text, recipient, subject, text, coalesce(headers, '{}') as headers, ${epochMs('created_at')} as created_ms
   from captured_mail where $1::text is null or recipient = $1 order by id desc limit 100`,
);

/** The newest hundred kept letters, of one recipient or of all, newest first. */
export async function listCapturedMail(app: Pick<App, 'sql'>, recipient?: string): Promise<CapturedMail[]> {
  const rows = await app.sql.rows(selectMail, [recipient?.toLowerCase() ?? null]);
  return rows.map(({ created_ms, ...mail }) => ({ ...mail, createdAt: new Date(created_ms) }));
}
