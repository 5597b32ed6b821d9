// expect: nothing
// A fleet buys a van where none is free, as long as there is room for one more, counted with those that are on order.
import { setTimeout as delay } from 'node:timers/promises';

class Fleet {
  free = [];
  out = [];
  ordered = [];
  waiting = [];

  constructor(most) {
    this.most = most;
  }

  take() {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.serve();
    });
  }

  serve() {
    if (this.hasFree()) this.handOut();
    else if (this.hasRoom()) this.buy();
  }

  hasFree() {
    return this.free.length > 0;
  }

  hasRoom() {
    return this.out.length + this.ordered.length < this.most && this.ordered.length < this.waiting.length;
  }

  handOut() {
    while (this.free.length > 0 && this.waiting.length > 0) {
      const van = this.free.pop();
      this.out.push(van);
      this.waiting.shift()(van);
    }
  }

  buy() {
    const order = { id: this.out.length + this.ordered.length };
    this.ordered.push(order);
    delay(3).then(() => {
      this.ordered.splice(this.ordered.indexOf(order), 1);
      this.free.push({ order, trips: 0 });
      this.serve();
    });
  }

  giveBack(van) {
    this.out.splice(this.out.indexOf(van), 1);
    this.free.push(van);
    this.serve();
  }
}

const fleet = new Fleet(3);
async function deliver(ms) {
  await delay(ms);
  const van = await fleet.take();
  van.trips++;
  await delay(2);
  fleet.giveBack(van);
}
await Promise.all([0, 0, 1, 1, 2, 5, 6, 9].map(deliver));
console.log(fleet.free.reduce((sum, { trips }) => sum + trips, 0), fleet.free.length <= 3);
