// expect: race.check-then-act 20
// As safe-crawl-cursor.mjs, with a limit that is looked at before the wait.
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT = 5;
const pages = { '/': ['/a', '/b'], '/a': ['/a/1', '/a/2'], '/b': ['/b/1', '/b/2'] };

async function get(path) {
  await sleep(3);
  return pages[path] ?? [];
}

const queue = ['/a', '/b', '/'];
let next = 0;

async function worker() {
  while (next < queue.length && queue.length < LIMIT) {
    const path = queue[next++];
    const links = await get(path);
    queue.push(...links);
  }
}
await Promise.all([worker(), worker(), worker()]);
console.log(queue.length > LIMIT);
