// expect: nothing
// The same ledger, whose end waits for the entries that are under way; and one whose late lines go to the next day, which whoever enters them is ready for.
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

const open = new Set();
async function transfer(ledger, from, to, amount) {
  ledger.enter([from, -amount]);
  await sleep(12);
  ledger.enter([to, amount]);
}

function start(...entry) {
  const work = transfer(...entry).finally(() => open.delete(work));
  open.add(work);
  return work;
}

async function finish(ledger) {
  await sleep(4);
  await Promise.all(open);
  ledger.endOfDay();
}

const tomorrow = [];
async function note(ledger, text) {
  ledger.enter([text, 0]);
  await sleep(12);
  try {
    ledger.enter([text, 1]);
  } catch {
    tomorrow.push(text);
  }
}

const [first, second] = [new Ledger(), new Ledger()];
await Promise.all([start(first, 'ann', 'bob', 5), finish(first)]);
await Promise.all([note(second, 'rain'), sleep(4).then(() => second.endOfDay())]);
console.log(first.length, second.length, tomorrow.length);
