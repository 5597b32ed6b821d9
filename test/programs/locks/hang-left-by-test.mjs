// expect: hang.exit-pending@info 11 exit 0
// A test looks at what has begun, and ends; what it has begun waits for a gate that nobody opens any more.
import assert from 'node:assert';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Gate {
  #waiting = [];
  opened = 0;
  async pass(name) {
    await new Promise((resolve) => this.#waiting.push(resolve));
    this.opened++;
    return name;
  }
  get size() {
    return this.#waiting.length;
  }
  open() {
    this.#waiting.shift()?.();
  }
}

test('counts who waits', async () => {
  const gate = new Gate();
  const first = gate.pass('a');
  const passed = Promise.race([first, sleep(20, 'late')]);
  gate.pass('b').then((name) => assert.equal(name, 'b'));
  assert.equal(gate.size, 2);
  assert.equal(await passed, 'late');
});

test('lets one pass', async () => {
  const gate = new Gate();
  const first = gate.pass('a');
  gate.open();
  assert.equal(await first, 'a');
});
