// expect: nothing
// A pipeline looks after each stage whether what the stage has called is done, and refuses a stage that has not waited for it. A test gives it such a stage, and asks for the refusal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

async function runStages(stages, batch) {
  const runFrom = async (at) => {
    const stage = stages[at];
    if (stage === undefined) return;
    let isCalled = false;
    let isDone = false;
    await stage(batch, async () => {
      isCalled = true;
      await runFrom(at + 1);
      isDone = true;
    });
    if (isCalled && !isDone) throw new Error('the stage has not waited for the next one');
  };
  await runFrom(0);
}

test('runs all stages', async () => {
  const batch = [];
  const stage = async (rows, next) => {
    await next();
    rows.push(rows.length);
  };
  await runStages([stage, stage], batch);
  assert.deepEqual(batch, [0, 1]);
});

test('refuses a stage that does not wait', async () => {
  const stages = [
    (rows, next) => {
      next();
    },
    async (rows) => {
      await sleep(20);
      rows.push('late');
    },
  ];
  await assert.rejects(runStages(stages, []), /has not waited/);
  await sleep(40);
});
