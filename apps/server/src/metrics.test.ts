import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('metrics tell by counter what recounts repaired, and when each slice was last gone through', async () => {
  const { recounts, text } = createMetrics();
  const before = Date.now() / 1000;
  recounts.drifted('post.like_count', 2);
  recounts.drifted('post.like_count', 1);
  recounts.drifted('poll.votes', 4);
  recounts.finished('posts');
  const lines = (await text()).split('\n');
  expect(lines).toContain('rookery_counter_drift_total{counter="post.like_count"} 3');
  expect(lines).toContain('rookery_counter_drift_total{counter="poll.votes"} 4');
  const finished = lines.find((line) => line.startsWith('rookery_recount_timestamp_seconds{slice="posts"} '));
  expect(Number(finished?.split(' ')[1])).toBeGreaterThanOrEqual(Math.floor(before));
});
