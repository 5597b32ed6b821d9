// expect: race.atomicity 17,15 ; race.atomicity 24,21,22
// The rest of a list is taken before the wait, and takes the place of the list after it: what others have added since is lost.
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
    await this.send([first]);
    this.rows = rest;
  }
  async sendSome(most) {
    const count = Math.min(most, this.rows.length);
    const some = this.rows.slice(0, count);
    const rest = this.rows.slice(count);
    await this.send(some);
    this.rows = rest;
  }
}
const [one, other] = [new Outbox(), new Outbox()];
setTimeout(() => one.add(9), 15);
setTimeout(() => other.add(9), 15);
await Promise.all([one.sendFirst(), other.sendSome(2)]);
console.log(one.rows.length, other.rows.length);
