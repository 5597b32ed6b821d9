// expect: race.order.use-after-close 10,19
// A ledger refuses what comes when its day is over. An entry of two lines is made around a wait, and nobody makes the end of the day wait for the second one.
import { setTimeout as sleep } from 'node:timers/promises';

class Ledger {
  lines = [];
  isClosed = false;

  enter(line) {
    if (this.isClosed) throw new Error('the day is over');
    this.lines.push(line);
  }

  get length() {
    return this.lines.length;
  }

  endOfDay() {
    this.isClosed = true;
  }
}

const ledger = new Ledger();

async function transfer(from, to, amount) {
  ledger.enter([from, -amount]);
  await sleep(12);
  ledger.enter([to, amount]);
}

async function finish() {
  await sleep(4);
  ledger.endOfDay();
}

const ended = await Promise.allSettled([transfer('ann', 'bob', 5), finish()]);
console.log(ended.map(({ status }) => status).join(), ledger.length);
