// expect: promise.floating main.mjs:31
// An import runs steps, each of which calls the next one, and fails where one has not waited for it: the last step has been done by then, and nobody has heard of it.
import { setTimeout as sleep } from 'node:timers/promises';

async function runSteps(steps, table) {
  const runFrom = async (at) => {
    const step = steps[at];
    if (step === undefined) return;
    let isCalled = false;
    let isDone = false;
    await step(table, async () => {
      isCalled = true;
      await runFrom(at + 1);
      isDone = true;
    });
    if (isCalled && !isDone) throw new Error('a step has not waited for the next one');
  };
  await runFrom(0);
}

const table = [];
const steps = [
  async (rows, next) => {
    await sleep(20);
    rows.push('head');
    await next();
  },
  (rows, next) => {
    rows.push('body');
    // The list is short: it will be done in no time.
    next();
  },
  async (rows) => {
    await sleep(30);
    rows.push('foot');
  },
];

try {
  await runSteps(steps, table);
  console.log('imported', table.length);
} catch (error) {
  console.log(error.message);
}
