// expect: race.order.last-write 13
// What has been typed last is to be shown, and what is shown is the answer that came last.
import { setTimeout as sleep } from 'node:timers/promises';

let latest;

async function answer([name, ms]) {
  await sleep(ms);
  return name;
}

async function ask(question) {
  latest = await answer(question);
  return latest;
}

const asked = [ask(['slow', 60])];
await sleep(5);
asked.push(ask(['quick', 10]));
await sleep(35);
console.log(latest);
await Promise.all(asked);
console.log(latest);
