// expect: deadlock.actual 13 exit 0
// The same gate, and a test that waits for it itself.
import assert from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

const tests = [];
const test = (name, run) => tests.push({ name, run });

class Gate {
  #waiting = [];
  opened = 0;
  async pass(name) {
    await new Promise((resolve) => this.#waiting.push(resolve));
    this.opened++;
    return name;
  }
  open() {
    this.#waiting.shift()?.();
  }
}

test('lets one pass', async () => {
  const gate = new Gate();
  gate.open();
  await sleep(10);
  assert.equal(await gate.pass('a'), 'a');
});

async function run() {
  for (const { name, run: body } of tests) {
    await body();
    console.log('ok', name);
  }
}
run();
