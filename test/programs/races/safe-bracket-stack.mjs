// expect: nothing
// What a context was made of is an earlier one; but who enters it keeps what is there by then, and puts that back.
import { setTimeout as sleep } from 'node:timers/promises';

class Contexts {
  active = null;
  stack = [];

  create(values) {
    return { ...this.active, ...values };
  }

  enter(context) {
    this.stack.push(this.active);
    this.active = context;
  }

  exit() {
    this.active = this.stack.pop();
  }

  async run(values, ms, work) {
    const context = this.create(values);
    await sleep(ms);
    this.enter(context);
    work(this.active);
    this.exit();
  }
}

const contexts = new Contexts();
const seen = [];
contexts.enter({ service: 'shop' });
await Promise.all([
  contexts.run({ user: 'ada' }, 30, (context) => seen.push(context)),
  contexts.run({ user: 'bob' }, 10, (context) => seen.push(context)),
]);
contexts.exit();
console.log(seen);
