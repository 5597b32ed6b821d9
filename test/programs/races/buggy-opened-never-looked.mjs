// expect: race.order.use-after-close 20,24 ; race.order.use-after-close 37,41
// Who closes finds no line yet, since it is still being laid; whoever lays it stores it when it is there, and nobody hangs up any more.
import { setTimeout as lay } from 'node:timers/promises';

const exchange = { open: 0 };

async function dial(number) {
  exchange.open++;
  await lay(60);
  return { number, ring: (text) => `${number}: ${text}`, hangUp: () => exchange.open--, close: () => exchange.open-- };
}

class Operator {
  #line = null;

  async call(number) {
    const line = await dial(number);
    this.called = line.number;
    if (this.called !== number) return;
    this.#line = line;
  }

  close() {
    if (this.#line) {
      this.#line.close();
      this.#line = null;
    }
  }
}

function makeDesk() {
  let line = null;
  return {
    call(number) {
      return dial(number).then((laid) => {
        laid.ring('hello');
        line = laid;
      });
    },
    stop() {
      if (!line) return;
      line.close();
      line = null;
    },
  };
}

const [operator, desk] = [new Operator(), makeDesk()];
const calls = [operator.call(7), desk.call(8)];
setTimeout(() => operator.close(), 10);
setTimeout(() => desk.stop(), 10);
await Promise.all(calls);
console.log('still open', exchange.open);
