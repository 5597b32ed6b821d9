// expect: nothing
// As in buggy-typed-last-shown, but only a test looks at what has come last, and says what it must be.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

let latest;

async function answer([name, ms]) {
  await sleep(ms);
  return name;
}

async function ask(question) {
  latest = await answer(question);
  return latest;
}

const asked = [ask(['slow', 60])];
await sleep(5);
asked.push(ask(['quick', 10]), ask(['last', 80]));
await sleep(35);
assert.equal(latest, 'quick');
await Promise.all(asked);
assert.equal(latest, 'last');
console.log('as asked');
