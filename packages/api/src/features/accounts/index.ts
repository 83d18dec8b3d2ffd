export { Account } from './account.entity.ts';
export { findAccount } from './account.view.ts';
export { accountChanged, announceAccountChange } from './account-change.ts';
export { type CapturedMail, listCapturedMail } from './captured-mail.ts';
export { sendMail } from './mail.jobs.ts';
export { setRole } from './set-role.ts';
