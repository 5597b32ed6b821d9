// expect: nothing
// How much is allocated goes to 0 and up again; who looks at it asks whether there is room for more, and does not take anything for done.
import { setImmediate as turn } from 'node:timers/promises';

class Budget {
  allocated = 0;
  limit = 100;
  allocate(size) {
    if (this.limit - this.allocated < size) return false;
    this.allocated += size;
    return true;
  }
  free(size) {
    this.allocated -= size;
  }
}

class Call {
  attempts = [];
  constructor(budget, size) {
    this.budget = budget;
    this.size = size;
  }
  send() {
    if (this.attempts.length === 0) return false;
    return this.budget.allocate(this.size);
  }
  async run() {
    this.attempts.push({ sent: 0 });
    this.send();
    await turn();
    this.budget.free(this.size);
    await turn();
    this.attempts.push({ sent: 0 });
  }
}

const budget = new Budget();
const calls = [new Call(budget, 5), new Call(budget, 5)];
const first = calls[0].run();
await turn();
calls[0].send();
await Promise.all([first, calls[1].run()]);
console.log(budget.allocated, calls[0].attempts.length);
