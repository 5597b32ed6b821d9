// expect: nothing
// A test looks itself whether the gate has let somebody through, and means that it has not: the runner ends the process then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Gate {
  #waiting = [];

  pass() {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

test('lets nobody through before it is open', async () => {
  const gate = new Gate();
  let passed = 0;
  gate.pass().then(() => {
    passed++;
  });
  await sleep(20);
  assert.equal(passed, 0);
});

setTimeout(() => process.exit(), 400);
