// expect: race.check-then-act 19
// Each looks whether somebody has won already, and says so itself only after it has paid out: two are paid.
import { setTimeout as delay } from 'node:timers/promises';

const items = [30, 10].values();
const started = [];
const paid = [];
let begun = 0;
let isWon = false;

function begin() {
  if (isWon || begun >= 2) return;
  begun++;
  const job = (async () => {
    const { value } = items.next();
    begin();
    await delay(value);
    paid.push(value);
    isWon = true;
  })();
  started.push(job);
}

begin();
await delay(100);
await Promise.all(started);
console.log(paid.length);
