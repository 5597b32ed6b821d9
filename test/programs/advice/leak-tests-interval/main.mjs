// expect: timer.leak gauge.mjs:6
// stop-after: 5
// The test passes; what it has started goes on counting.
import assert from 'node:assert';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startGauge } from './gauge.mjs';

test('looks again and again', async () => {
  const seen = [];
  startGauge((value) => seen.push(value), 15);
  await sleep(80);
  assert.ok(seen.length > 1);
});
