import { createTestApp, type Probe, probeQueries, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlantedCanaries, type Viewer, viewers } from './fixtures/planted-canaries.ts';

let t: TestApp;
let planted: PlantedCanaries;
const answers = new Map<Viewer, Probe[]>();

async function idsOfAll(): Promise<string[]> {
  const tables = ['post', 'profile', 'notification', 'media', 'post_draft', 'community', 'conversation', 'message'];
  const rows = await t.app.sql.raw(tables.map((table) => `select id from ${table}`).join(' union all '));
  return rows.map((row) => String((row as { id: unknown }).id));
}

beforeAll(async () => {
  t = await createTestApp();
  planted = new PlantedCanaries(t);
  await planted.publish();
  await planted.part();
  await planted.goOn();
  await t.drain();
  const ids = await idsOfAll();
  const words = planted.canaries.map(({ word }) => word);
  const names = [...planted.people.keys()];
  const candidates = {
    id: ids,
    userId: ids,
    postId: ids,
    conversationId: ids,
    groupId: ids,
    ids: [ids.slice(0, 50)],
    username: names,
    tag: words,
    query: [...words, 'canary', 'from:shut_owner', 'from:open_owner', '@stranger', 'has:media', ...names],
  };
  for (const viewer of viewers) answers.set(viewer, await probeQueries(planted.as(viewer), candidates));
}, 300_000);
afterAll(() => t[Symbol.asyncDispose]());

/** NOTE: an answer may repeat what was asked for, so the question is taken out of it. */
function tells({ answer, input }: Probe, word: string): boolean {
  return answer.includes(word) && !JSON.stringify(input).includes(word);
}

describe.each(viewers)('%s', (viewer) => {
  test('never reads a word that is not for him, by whatever call', () => {
    const leaks = planted.canaries
      .filter(({ known }) => !known(viewer))
      .flatMap(({ word, of }) => {
        const leak = answers.get(viewer)?.find((probe) => tells(probe, word));
        return leak ? [`${of} by ${leak.path}(${JSON.stringify(leak.input)})`] : [];
      });
    expect(leaks).toEqual([]);
  });

  test('reads every word that is for him', () => {
    const missed = planted.canaries
      .filter(({ known, word }) => known(viewer) && !answers.get(viewer)?.some((probe) => tells(probe, word)))
      .map(({ of }) => of);
    expect(missed).toEqual([]);
  });

  test('finds nothing by a word that is not for him: no hit, no count', () => {
    const hits = (answers.get(viewer) ?? []).filter(({ path, input, answer }) => {
      const { query, tag } = input as { query?: string; tag?: string };
      const asked = query ?? tag;
      const hidden = planted.canaries.some(({ word, known }) => word === asked && !known(viewer));
      return hidden && /"(id|tag)":/.test(answer) && !path.startsWith('hashtags.follow');
    });
    expect(hits.map(({ path, input }) => [path, input])).toEqual([]);
  });
});
