// expect: nothing
// Jobs that run are counted down where one ends and where one fails. Whoever ends looks whether there is room for another one: that says nothing of the end of all.
import { setTimeout as sleep } from 'node:timers/promises';

const limit = Number(process.argv[2] ?? 2);
const waiting = ['ada', 'bob', 'cyd', 'dan', 'eve'];
const failed = [];
let running = 0;
let rest = waiting.length;
let finish = () => {};
const finished = new Promise((resolve) => {
  finish = resolve;
});

function end() {
  if (--rest === 0) finish();
}

function begin() {
  const name = waiting.shift();
  if (name === undefined) return;
  running++;
  send(name).then(
    () => {
      running--;
      if (running < limit) begin();
      end();
    },
    () => {
      running--;
      failed.push(name);
      end();
    },
  );
}

async function send(name) {
  await sleep(5);
  if (name === 'bob') throw new Error(`${name} is away`);
}

for (let i = 0; i < limit; i++) begin();
await finished;
console.log(failed.join(), running);
