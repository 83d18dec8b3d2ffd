export { Account } from './account.entity.ts';
export { findAccount } from './account.view.ts';
export { accountChanged, announceAccountChange } from './account-change.ts';
export { exportedAccount } from './accounts.export.ts';
export { type CapturedMail, listCapturedMail } from './captured-mail.ts';
export {
  beginErasures,
  cancelDeletion,
  dropAccount,
  eraseMail,
  findShut,
  holdShut,
  planDeletion,
} from './deletion.ts';
export { letter } from './letter.ts';
export { sendMail } from './mail.jobs.ts';
export { setRole } from './set-role.ts';
