// expect: race.atomicity 17,18,15
// Two clerks take from one end of the pile: both look at the same letter.
import { setTimeout as delay } from 'node:timers/promises';

const pile = [];
const filed = [];

function bring(letter) {
  pile.unshift(letter);
}

async function file() {
  while (pile.length > 0) {

    const lowest = pile.at(-1);
    await delay(3);
    filed.push(lowest);
    pile.pop();
  }
}

for (let i = 0; i < 6; i++) bring(i);
await Promise.all([file(), delay(1).then(file)]);
console.log(new Set(filed).size);
