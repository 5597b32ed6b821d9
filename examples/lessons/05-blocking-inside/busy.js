'use strict';
const scale = process.env.LESSONS_FAST === '1' ? 0.2 : 1;

// No call that blocks, only a loop that does not end: the thread is just as busy.
function stir(rounds) {
  let crumbs = 0;
  for (let i = 0; i < rounds; i++) crumbs += i % 7;
  return crumbs;
}

let ticks = 0;
const clock = setInterval(() => console.log('tick', ++ticks), 50 * scale);

async function brew(kind) {
  console.log('brewing', kind);
  stir(1e9 * scale);
  console.log(kind, 'is ready');
}

setTimeout(async () => {
  await brew('chai');
  await brew('coffee');
  setTimeout(() => clearInterval(clock), 100 * scale);
}, 120 * scale);
