// expect: lock.order-inversion 24,33 exit 0
// Who has it is a symbol, and who waits listens.
const { EventEmitter, once } = require('node:events');

class Badge extends EventEmitter {
  owner = null;
  async take() {
    while (this.owner) await once(this, 'free');
    this.owner = Symbol('owner');
    return this.owner;
  }
  give(token) {
    if (token !== this.owner) throw new Error('somebody else has it');
    this.owner = null;
    this.emit('free');
  }
}
const [door, gate] = [new Badge(), new Badge()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function enter() {
  const first = await door.take();
  await sleep(2);
  const second = await gate.take();
  await sleep(1);
  gate.give(second);
  door.give(first);
  console.log('in');
}
async function leave() {
  const second = await gate.take();
  await sleep(2);
  const first = await door.take();
  await sleep(1);
  door.give(first);
  gate.give(second);
  console.log('out');
}
setTimeout(enter, 1);
setTimeout(leave, 400);
