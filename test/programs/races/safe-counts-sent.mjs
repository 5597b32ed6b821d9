// expect: nothing
// Counts and texts that are sent: taken in the step in which they are begun anew, lessened by what was sent, looked at again, or not what was sent at all.
import { setTimeout as delay } from 'node:timers/promises';

const received = [];
const upload = async (body) => {
  await delay(12);
  received.push(body);
};

class Turnstile {
  #passed = 0;

  pass() {
    this.#passed++;
  }
  async tell() {
    const passed = this.#passed;
    this.#passed = 0;
    await upload(JSON.stringify({ gate: 'north', passed }));
  }
}

class Bell {
  rung = 0;

  ring() {
    this.rung++;
  }
  async tell() {
    const sent = this.rung;
    await upload(`${sent}`);
    this.rung -= sent;
  }
}

class Lift {
  floors = {};

  ride(to) {
    this.floors[to] = (this.floors[to] ?? 0) + 1;
  }

  async tell() {
    const { floors } = this;
    this.floors = {};
    await upload(JSON.stringify(floors));
  }
}

let minutes = '';
const say = (line) => {
  minutes += `${line}\n`;
};

const send = async () => {
  const sent = minutes;
  await upload(sent);
  if (minutes === sent) minutes = '';
  else minutes = minutes.slice(sent.length);
};

// How long it waits, and no more.
class Link {
  tries = 0;

  lose() {
    this.tries++;
  }
  async renew() {
    await delay(2 ** this.tries);
    await upload('hello');
    this.tries = 0;
  }
}

// The last is told once more before it begins anew.
class Shop {
  sales = 0;

  sell(price) {
    this.sales += price;
  }
  async close() {
    await upload(this.sales);
    const more = this.sales;
    this.sales = 0;
    await upload(more);
  }
}

// What others put there does not add to what was there.
class Sign {
  text = '';

  show(n) {
    this.text = n > 1 ? 'open' : 'closed';
  }
  async print() {
    await upload(this.text);
    this.text = '';
  }
}

async function run(act, flush) {
  act(1);
  const flushed = flush();
  await delay(4);
  act(2);
  await flushed;
  act(3);
}
const [turnstile, bell, lift, link, shop, sign] = [new Turnstile(), new Bell(), new Lift(), new Link(), new Shop(), new Sign()];
await run(
  () => turnstile.pass(),
  () => turnstile.tell(),
);
await run(
  () => bell.ring(),
  () => bell.tell(),
);
await run(
  (to) => lift.ride(to),
  () => lift.tell(),
);
await run((n) => say(`item ${n}`), send);
await run(
  () => link.lose(),
  () => link.renew(),
);
await run(
  (n) => shop.sell(n),
  () => shop.close(),
);
await run(
  (n) => sign.show(n),
  () => sign.print(),
);
console.log(received.length, bell.rung, minutes.length, sign.text);
