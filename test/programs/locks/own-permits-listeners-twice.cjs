// expect: lock.double-release 35,32,11 exit 0
const { EventEmitter } = require('node:events');

class Lanes {
  constructor(count) {
    this.free = count;
    this.queue = [];
  }
  async enter() {
    if (this.free === 0) await new Promise((enter) => this.queue.push(enter));
    else this.free -= 1;
  }
  leave() {
    const enter = this.queue.shift();
    if (enter) enter();
    else this.free += 1;
  }
}
const lanes = new Lanes(2);
function swimmer(n) {
  const events = new EventEmitter();
  setTimeout(() => {
    if (n % 2 === 1) events.emit('cramp');
    events.emit('out');
  }, 3);
  return events;
}
async function swim(n) {
  await lanes.enter();
  return new Promise((resolve) => {
    const one = swimmer(n);
    one.on('cramp', () => lanes.leave());
    one.on('out', () => {
      // A swimmer with a cramp gets out as well.
      lanes.leave();
      resolve(n);
    });
  });
}
async function main() {
  for (const group of [[1, 2, 3], [4, 5, 6]]) await Promise.all(group.map(swim));
  console.log('closed');
}
main();
