import { createTestApp, type TestApp } from '@rookery/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendDigests } from './features/notifications/digests/send-digests.handler.ts';
import { PlantedCanaries, viewers } from './fixtures/planted-canaries.ts';

let t: TestApp;
let planted: PlantedCanaries;
beforeAll(async () => {
  t = await createTestApp();
  await t.app.sql.raw('alter table account alter column email_verified_at set default now()');
  planted = new PlantedCanaries(t);
  await planted.publish();
  await planted.part();
  await planted.goOn();
  await t.drain();
  t.clock.advance(11 * 60_000);
  await sendDigests(t.app);
  await t.drain();
}, 120_000);
afterAll(() => t[Symbol.asyncDispose]());

const letterTo = (name: string) => JSON.stringify(t.mailer.sent.filter(({ to }) => to === `${name}@rookery.test`));

describe.each(viewers.filter((viewer) => viewer !== 'anonymous'))('%s', (viewer) => {
  test('is mailed no word that is not for him', () => {
    expect(planted.leaks(viewer, letterTo(viewer))).toEqual([]);
  });
});

test('who may read a post that mentions him is mailed its beginning', () => {
  for (const viewer of ['follower', 'both_ways']) {
    const told = planted.canaries.filter(({ word }) => letterTo(viewer).includes(word));
    expect(told.map(({ of }) => of)).toContain('the warning of a post of shut_owner for followers');
  }
});

test('who was mentioned and may not read it any more is mailed nothing of it', () => {
  for (const viewer of ['left', 'pending', 'stranger', 'blocked', 'blocker']) {
    expect(letterTo(viewer)).not.toContain('shut_owner (');
  }
});
