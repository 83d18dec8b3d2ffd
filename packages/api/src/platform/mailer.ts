import { createTransport } from 'nodemailer';
import type { Mailer } from '../kernel/ports.ts';
import { type Sql, statement } from '../kernel/sql.ts';

const keepMail = statement(
  'mail.keep',
  `with effect as (
     insert into job_effect (key) values ('mail ' || $4::text) on conflict do nothing returning key
   ) insert into captured_mail (recipient, subject, text, headers, about) select $1, $2, $3, $5, $6 from effect`,
);

/** Keeps letters in the database, for servers without a mail server; that of a job once, however often the job runs. */
export function capturingMailer(sql: Sql): Mailer {
  return {
    send: async ({ to, subject, text, headers, about }, jobId) =>
      void (await sql.run(keepMail, [to, subject, text, jobId, headers ?? null, about ?? null])),
  };
}

// NOTE: together well below the time after which a job counts as lost and is run again beside itself.
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 };

/** Sends letters over SMTP; one that a job sends again has the same id, by which mail servers may tell. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, ...patience }, { from });
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    send: async ({ about: _, headers = {}, ...mail }, jobId) =>
      void (await transport.sendMail({ ...mail, headers: { ...headers }, messageId: `<${jobId}@${domain}>` })),
  };
}
