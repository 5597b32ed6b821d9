// expect: nothing
// Whoever fails says that no more are to be begun. Two that fail both say so, and neither has done anything that only one should.
import { setTimeout as delay } from 'node:timers/promises';

const items = [30, 40, 10, 20].values();
const started = [];
let begun = 0;
let isStopped = false;

function begin() {
  if (isStopped || begun >= 3) return;
  begun++;
  const job = (async () => {
    const { value } = items.next();
    begin();
    try {
      await delay(value);
      if (value >= 30) throw new Error(`failed after ${value} ms`);
      begin();
      return `${value}`;
    } catch (error) {
      isStopped = true;
      return error.message;
    }
  })();
  started.push(job);
}

begin();
await delay(100);
console.log((await Promise.all(started)).join(', '));
