import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Bound } from './database.ts';
import { DomainError } from './errors.ts';
import { type Sql, statement } from './sql.ts';
import { wire } from './wire.ts';

/** A caller's claim that this call and that one are the same. */
export interface IdempotencyClaim {
  key: string;
  bodyHash: string;
  path: string;
  actor: string;
}

const claim = statement<{ id: Buffer }>(
  'idempotency.claim',
  `insert into idempotency_key (id, body_hash) values ($1, $2)
   on conflict (id) do update set body_hash = excluded.body_hash, answer = null, created_at = now()
     where idempotency_key.created_at < now() - interval '24 hours'
   returning id`,
);
const keep = statement('idempotency.keep', 'update idempotency_key set answer = $2 where id = $1');
const find = statement<{ body_hash: Buffer; answer: Buffer }>(
  'idempotency.find',
  'select body_hash, answer from idempotency_key where id = $1',
);

/** Claims the key for this transaction; false when an earlier one has it. Waits for one that is under way. */
export async function claimKey(sql: Sql, call: IdempotencyClaim): Promise<boolean> {
  return (await sql.first(claim, [idOf(call), bodyOf(call)])) !== null;
}

/** What stores the answer beside the change. */
export function answerToKeep(call: IdempotencyClaim, answer: unknown): Bound {
  return [keep, [idOf(call), seal(call, JSON.stringify(wire.output.serialize(answer)))]];
}

/** The first answer again; refuses when the body is not the same. */
export async function replayAnswer<Answer>(sql: Sql, call: IdempotencyClaim): Promise<Answer> {
  const row = await sql.first(find, [idOf(call)]);
  if (!row?.body_hash.equals(bodyOf(call))) throw new DomainError('idempotency_mismatch');
  return answerOf<Answer>(unseal(call, row.answer));
}

/** NOTE: the same path stored it, so it is of the type that the path's use case returns. */
function answerOf<Answer>(text: string): Answer {
  return wire.output.deserialize(JSON.parse(text)) as Answer;
}

function idOf(call: IdempotencyClaim): Buffer {
  return createHash('sha256').update(`${call.actor}\n${call.key}`).digest();
}

function bodyOf(call: IdempotencyClaim): Buffer {
  return createHash('sha256').update(`${call.path}\n${call.bodyHash}`).digest();
}

/**
 * NOTE: answers may hold tokens. They are sealed with a key made of the caller's own idempotency key, of which the
 * database has only a hash, so that reading the table gives nothing away.
 */
function sealKey(call: IdempotencyClaim): Buffer {
  return Buffer.from(hkdfSync('sha256', call.key, call.actor, 'idempotent answer', 32));
}

function seal(call: IdempotencyClaim, text: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealKey(call), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function unseal(call: IdempotencyClaim, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealKey(call), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
}
