// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// A plan is stored one after the other: who comes while it is being stored leaves word, and whoever stores it goes round again for what is there by then.
let plan = '';
let storing = false;
let isStale = false;
const stored = [];

async function store() {
  if (storing) {
    isStale = true;
    return;
  }
  storing = true;
  do {
    isStale = false;
    const copy = plan;
    await sleep(3);
    stored.push(copy);
  } while (isStale);
  storing = false;
}

async function draw(line) {
  plan = line;
  await store();
}

draw('wall');
await sleep(1);
draw('wall and door');
await sleep(20);
console.log(stored);
