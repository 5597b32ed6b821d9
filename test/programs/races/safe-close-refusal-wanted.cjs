// expect: nothing
// What is added once the log has been closed is refused, and that is what the caller wants to see.
const assert = require('node:assert');
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
const log = new Log();
log.append('first');
async function addLate() {
  await pause(80);
  try {
    log.append('last');
    assert.fail('it went through');
  } catch (error) {
    assert.match(error.message, /closed/);
  }
}
addLate();
setTimeout(() => log.close(), 10);
