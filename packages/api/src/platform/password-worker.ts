import { compareSync, hashSync } from 'bcryptjs';

/** What a worker is asked: to hash a password that was pre-hashed, or to compare it with a hash. */
export type PasswordTask = { secret: string; cost: number } | { secret: string; hash: string };

/** Runs in a worker thread, where it may block. */
export function runPasswordTask(task: PasswordTask): string | boolean {
  return 'hash' in task ? compareSync(task.secret, task.hash) : hashSync(task.secret, task.cost);
}

export default runPasswordTask;
