// expect: none exit 0
// Jobs add more to their own queue and do not wait for it; some of those are over at once.
import PQueue from 'p-queue';
import { setTimeout as wait } from 'node:timers/promises';

const queue = new PQueue({ concurrency: 3 });
const seen = new Set();
const links = { a: ['b', 'c'], b: ['c', 'a'], c: ['a', 'b'] };
async function visit(page) {
  if (seen.has(page)) return;
  seen.add(page);
  await wait(5);
  for (const link of links[page]) queue.add(() => visit(link));
}
queue.add(() => visit('a'));
await queue.onIdle();
console.log(seen.size);
