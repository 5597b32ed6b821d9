// expect: race.atomicity 21,19,16 ; race.atomicity 40,38,33 ; race.atomicity 52,51,47 ; race.atomicity 68,65,60 ; race.atomicity 74,73,61
// Counts, a text and totals are sent, and only then begun anew: what came while they were on their way is lost.
import { setTimeout as delay } from 'node:timers/promises';

const received = [];
const upload = async (body) => {
  await delay(12);
  received.push(body);
};

class Turnstile {
  #passed = 0;

  pass() {
    // A person.
    this.#passed++;
  }
  async tell() {
    const body = JSON.stringify({ gate: 'north', passed: this.#passed });
    await upload(body);
    this.#passed = 0;
  }
}

const byFloor = () => ({ up: 0, down: 0 });
class Lift {
  trips = byFloor();
  floors = {};

  ride(to, from) {
    this.trips[to > from ? 'up' : 'down']++;

    this.floors[to] = (this.floors[to] ?? 0) + 1;
  }

  async tell() {
    try {
      await upload(Object.entries(this.floors).map(([floor, n]) => `${floor}=${n}`));

      this.floors = {};
    } catch {}
  }
}

let minutes = '';
const say = (line) => {
  minutes += `${line}\n`;
};

const send = () =>
  upload(minutes).then(() => {
    minutes = '';
  });

class Shop {
  sums = { sales: 0, refunds: 0 };
  orders = [];

  sell(price) {
    this.sums.sales += price;
    this.orders.push(price);
  }

  async close() {
    await upload(JSON.stringify(this.sums));


    this.sums = { sales: 0, refunds: 0 };
  }

  async ship() {
    const { orders } = this;
    await Promise.all(orders.map((order) => upload(order)));
    this.orders = [];
  }
}

async function run(act, flush) {
  act(1);
  const flushed = flush();
  await delay(4);
  act(2);
  await flushed;
}
const [turnstile, lift, shop] = [new Turnstile(), new Lift(), new Shop()];
await run(
  () => turnstile.pass(),
  () => turnstile.tell(),
);
await run(
  (to) => lift.ride(to, 0),
  () => lift.tell(),
);
await run((n) => say(`item ${n}`), send);
await run(
  (n) => shop.sell(n),
  () => shop.close(),
);
await run(
  (n) => shop.sell(n),
  () => shop.ship(),
);
console.log(received.length, minutes.length, shop.sums.sales);
