import { createTransport } from 'nodemailer';
import type { Mailer } from '../kernel/ports.ts';
import { type Sql, statement } from '../kernel/sql.ts';

const keepMail = statement('mail.keep', 'insert into captured_mail (recipient, subject, text) values ($1, $2, $3)');

/** Keeps letters in the database, for servers without a mail server. */
export function capturingMailer(sql: Sql): Mailer {
  return { send: async (mail) => void (await sql.run(keepMail, [mail.to, mail.subject, mail.text])) };
}

/** Sends letters over SMTP. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(url, { from });
  return { send: async (mail) => void (await transport.sendMail(mail)) };
}
