// expect: race.check-then-act 20,18
// As safe-end-says-it, but what is noted is that the sender has been paid back: the clerk does so when a delivery is refused, and so does the office when it is called off. Each pays.
import { setTimeout as delay } from 'node:timers/promises';

const paid = [];

class Delivery {
  constructor(sender, price) {
    this.sender = sender;
    this.price = price;
    this.isOwed = true;
  }
  async pay(sum) {
    await delay(40);
    paid.push(`${this.sender} ${sum}`);
  }
  async refuse() {
    if (this.isOwed) {
      await this.pay(this.price);
      this.isOwed = false;
    }
  }
  async callOff() {
    await this.pay(this.price);
    this.isOwed = false;
  }
}

const delivery = new Delivery('ann', 12);
const calledOff = delivery.callOff();
await delay(5);
await Promise.all([delivery.refuse(), calledOff]);
console.log(paid.length);
