// expect: race.order.use-after-close 8,15
// What is added once the log has been closed is refused, and lost: who adds it only says so.
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
  } catch (error) {
    console.log(error.message);
  }
}
addLate();
setTimeout(() => log.close(), 10);
