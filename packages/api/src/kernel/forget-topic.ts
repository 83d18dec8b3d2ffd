import type { Transaction } from './app.ts';
import { statement } from './sql.ts';

const dropTopic = statement('journal.drop-topic', 'delete from journal where topic = $1');

/** Deletes what the journal says of a topic that is gone. NOTE: who listens to it must have heard by now what matters of it. */
export async function forgetTopic(tx: Transaction, topic: string): Promise<void> {
  await tx.sql.run(dropTopic, [topic]);
}
