// expect: nothing
// Whoever is dropped is told so at once. Says `late` when nothing is left to do.
import { setTimeout as sleep } from 'node:timers/promises';

const titles = ['Emma', 'Persuasion', 'Sanditon'];
let timer;
let drop;
function search(text) {
  return new Promise((resolve) => {
    clearTimeout(timer);
    drop?.([]);
    drop = resolve;
    timer = setTimeout(() => resolve(titles.filter((title) => title.includes(text))), 20);
  });
}

async function type(text) {
  const found = await search(text);
  return `${text}: ${found.length}`;
}

let shown = 0;
setInterval(() => {
  shown = 1 - shown;
}, 100);
const first = type('E');
await sleep(5);
const second = type('Em');
setTimeout(() => console.log('late'), 5000);
console.log(await second);
console.log(await first);
