// expect: race.atomicity 15,17,11
// Both halves are made from what the call was given: the seats and the plan that says where each row of them begins.
import { setTimeout as delay } from 'node:timers/promises';

class Hall {
  constructor(rows) {
    this.rows = rows;
    this.order = rows.map((_, i) => i);
  }
  guest(nth) {
    return this.rows[this.order[nth % this.order.length]];
  }

  async rearrange(rows) {
    this.rows = rows;
    await delay(40);
    this.order = sorted(rows);
  }
}

function sorted(rows) {
  return rows.map((_, i) => i).sort((a, b) => rows[b].length - rows[a].length);
}

const hall = new Hall(['ada', 'grace', 'barbara', 'radia']);
const waiter = setInterval(() => hall.guest(3), 8);
setTimeout(() => hall.rearrange(['edsger', 'tony']), 20);
setTimeout(() => {
  clearInterval(waiter);
  console.log(hall.guest(0));
}, 120);
