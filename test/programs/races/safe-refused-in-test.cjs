// expect: nothing
// What is added once the log has been closed is refused, and that is what the test asks for (without one: buggy-close-refusal-wanted).
const { test } = require('node:test');
const { setTimeout: pause } = require('node:timers/promises');

class Log {
  closed = false;
  rows = [];
  #assertOpen(name) {
    if (this.closed) throw new Error(`${name}: the log is closed`);
  }
  append(row) {
    this.#assertOpen('append');
    this.rows.push(row);
  }
  close() {
    this.closed = true;
  }
}

test('refuses what comes late', async () => {
  const log = new Log();
  const said = [];
  log.append('first');
  async function addLate() {
    await pause(80);
    try {
      log.append('last');
    } catch (error) {
      said.push(error.message);
    }
  }
  const added = addLate();
  setTimeout(() => log.close(), 10);
  await added;
  if (said.length !== 1) throw new Error('not refused');
});
