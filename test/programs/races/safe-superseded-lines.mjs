// expect: nothing
// A gate keeper who knows who waits, a price list that is forgotten before and after each change, guards who take turns, a chairman whose number is looked at before each decision, and a stream that works on
// several pieces at a time.
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

class Gates {
  #gates = new Map();
  #passes = 0;

  ask(name) {
    let gate = this.#gates.get(name);
    if (!gate) this.#gates.set(name, (gate = { pass: null, waiting: [] }));
    return new Promise((resolve) => {
      gate.waiting.push(resolve);
      if (!gate.pass) this.#let(gate);
    });
  }

  leave(name, pass) {
    const gate = this.#gates.get(name);
    if (gate?.pass !== pass) return;
    gate.pass = null;
    if (gate.waiting.length > 0) this.#let(gate);
    else this.#gates.delete(name);
  }

  #let(gate) {
    const resolve = gate.waiting.shift();
    gate.pass = { number: ++this.#passes };
    resolve(gate.pass);
  }
}

class Prices {
  #known = new Map();
  #asked = new Map();

  async of(item) {
    if (this.#known.has(item)) return this.#known.get(item);
    const asked = this.#asked.get(item) ?? 0;
    const price = await sleep(4, item.length);
    if ((this.#asked.get(item) ?? 0) === asked) this.#known.set(item, price);
    return price;
  }

  async change(item) {
    this.#forget(item);
    await sleep(6);
    this.#forget(item);
  }

  #forget(item) {
    this.#asked.set(item, (this.#asked.get(item) ?? 0) + 1);
    this.#known.delete(item);
  }
}

class Spots {
  #free = [1, 2];
  #line = [];

  park() {
    if (this.#free.length > 0) return Promise.resolve(this.#free.pop());
    return new Promise((resolve) => this.#line.push(resolve));
  }

  leave(spot) {
    const next = this.#line.shift();
    if (!next) {
      this.#free.push(spot);
      return;
    }
    next(spot);
  }
}

class Doubler extends Transform {
  #open = 0;
  #goOn = null;

  constructor() {
    super({ objectMode: true });
  }

  _transform(number, _encoding, callback) {
    this.#open++;
    sleep(number % 3).then(() => {
      this.push(number * 2);
      this.#open--;
      if (this.#goOn && this.#open < 2) {
        const goOn = this.#goOn;
        this.#goOn = null;
        goOn();
      }
    });
    if (this.#open < 2) callback();
    else this.#goOn = callback;
  }

  async _flush(callback) {
    while (this.#open > 0) await sleep(1);
    callback();
  }
}

const gates = new Gates();
const prices = new Prices();
const spots = new Spots();

async function visit(after) {
  await sleep(after);
  const spot = await spots.park();
  const pass = await gates.ask(after % 2 ? 'east' : 'west');
  await sleep(3);
  gates.leave(after % 2 ? 'east' : 'west', pass);
  spots.leave(spot);
  return pass.number;
}

async function shop(after) {
  await sleep(after);
  if (after % 4 === 0) await prices.change('tea');
  return prices.of('tea');
}

let sum = 0;
const passes = await Promise.all([
  ...[0, 1, 2, 3, 9, 14].map(visit),
  ...[0, 1, 2, 4, 8, 9].map(shop),
  pipeline(Readable.from([1, 2, 3, 4, 5, 6]), new Doubler(), async (numbers) => {
    for await (const number of numbers) sum += number;
  }),
]);
console.log(passes.length, sum);
