// expect: nothing
// never: context.lost
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { MessageChannel } from 'node:worker_threads';

const tenant = new AsyncLocalStorage();
const prices = [];

// What is read here decides by whose list a price is counted; without a tenant it is the public one.
function listOf(kind) {
  return `${tenant.getStore()?.name ?? 'public'}/${kind}`;
}

// One channel for all questions, opened at the start.
class Oracle {
  #port;
  #open = new Map();
  #last = 0;
  constructor(port) {
    this.#port = port;
    port.on('message', ({ n, cents }) => {
      this.#open.get(n)(cents);
      this.#open.delete(n);
    });
  }
  ask(what, answer) {
    this.#open.set(++this.#last, AsyncResource.bind(answer));
    this.#port.postMessage({ n: this.#last, what });
  }
}

function priceFor(oracle, name, what) {
  return tenant.run({ name }, async () => {
    const first = listOf('asked');
    const cents = await new Promise((resolve) => {
      oracle.ask(what, (found) => resolve([listOf('answered'), found]));
    });
    prices.push(first, ...cents);
  });
}

const { port1, port2 } = new MessageChannel();
port2.on('message', ({ n, what }) => port2.postMessage({ n, cents: what.length * 3 }));
const oracle = new Oracle(port1);
for (const [name, what] of [['north', 'tea'], ['south', 'coffee'], ['east', 'milk']]) await priceFor(oracle, name, what);
console.log(prices.filter((part) => String(part).startsWith('public')).length);
port1.close();
