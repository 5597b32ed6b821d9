// expect: hang.orphan-promise
// Each search drops the timer of the one before, and with it all that could settle what that one gave. Says `late` when it has waited for long.
import { setTimeout as sleep } from 'node:timers/promises';

const titles = ['Emma', 'Persuasion', 'Sanditon'];
let timer;
function search(text) {
  return new Promise((resolve) => {
    clearTimeout(timer);
    timer = setTimeout(() => resolve(titles.filter((title) => title.includes(text))), 20);
  });
}

async function type(text) {
  const found = await search(text);
  return `${text}: ${found.length}`;
}

let shown = 0;
const cursor = setInterval(() => {
  shown = 1 - shown;
}, 100);
const first = type('E');
await sleep(5);
const second = type('Em');
setTimeout(() => console.log('late'), 5000);
console.log(await second);
console.log(await first);
clearInterval(cursor);
