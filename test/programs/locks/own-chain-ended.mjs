// expect: none exit 0
// A chain of promises for each key: every way out ends the turn.
import { setTimeout as delay } from 'node:timers/promises';
const tails = new Map();
const stock = new Map([['tea', 2], ['milk', 0]]);

async function lock(key) {
  const before = tails.get(key) ?? Promise.resolve();
  let release;
  const mine = new Promise((resolve) => { release = resolve; });
  tails.set(key, before.then(() => mine));
  await before;
  return release;
}

async function take(name, ms) {
  const release = await lock(name);
  const left = stock.get(name);
  await delay(ms);
  if (left === 0) {
    release();
    return false;
  }
  stock.set(name, left - 1);
  release();
  return true;
}

async function main() {
  console.log(await Promise.all([take('tea', 3), take('tea', 4), take('milk', 5), take('milk', 6)]));
}
main();
