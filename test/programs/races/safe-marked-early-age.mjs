// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// Drills go back to the rack with the time of their last use; a round takes out those that have lain there for long, and ends when nobody drills any more.
const rack = [];
let made = 0;

function makeDrill() {
  const number = ++made;
  return {
    number,
    restedSince: 0,
    async bore(depth) {
      await sleep(depth);
      return depth;
    },
    async stop() {
      await sleep(5);
    },
  };
}

async function bore(depth) {
  const drill = rack.pop() ?? makeDrill();
  const bored = await drill.bore(depth);
  drill.restedSince = Date.now();
  rack.push(drill);
  return bored;
}

async function round(longest) {
  const now = Date.now();
  for (const drill of rack.filter((one) => now - one.restedSince >= longest)) {
    rack.splice(rack.indexOf(drill), 1);
    await drill.stop();
  }
}

const timer = setInterval(() => round(10), 20);
console.log(await bore(4));
await sleep(45);
console.log(await bore(6), made);
clearInterval(timer);
