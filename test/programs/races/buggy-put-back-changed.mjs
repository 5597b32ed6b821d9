// expect: race.atomicity 9
import { setTimeout as delay } from 'node:timers/promises';

/** What is counted while the work goes on is lost: one more than there was before is put there. */
function counted(target, name) {
  const before = target[name];
  return () => {
    // Not what was there.
    target[name] = before + 1;
  };
}

async function work(totals, depth) {
  const done = counted(totals, 'calls');
  await delay(2);
  if (depth > 0) await work(totals, depth - 1);
  done();
}

async function run() {
  const totals = {};
  totals.calls = 0;
  await work(totals, 2);
  console.log(totals.calls);
}

await run();
