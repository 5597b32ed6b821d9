// expect: nothing
// The rest of a list takes its place before the wait, or is what is left of the list as it is by then.
import { setTimeout as sleep } from 'node:timers/promises';

class Outbox {
  rows = [1, 2, 3, 4];
  add(row) {
    this.rows.push(row);
  }
  async send(rows) {
    await sleep(40);
    return rows.length;
  }
  async sendFirst() {
    const [first, ...rest] = this.rows;
    this.rows = rest;
    await this.send([first]);
  }
  async sendSome(most) {
    const count = Math.min(most, this.rows.length);
    const some = this.rows.slice(0, count);
    const sent = await this.send(some);
    this.rows = this.rows.slice(sent);
  }
}
const [one, other] = [new Outbox(), new Outbox()];
setTimeout(() => one.add(9), 15);
setTimeout(() => other.add(9), 15);
await Promise.all([one.sendFirst(), other.sendSome(2)]);
console.log(one.rows.length, other.rows.length);
