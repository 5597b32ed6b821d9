// expect: nothing
// What was found is added because there was more to look at, which no other task's additions can undo.
import { setTimeout as sleep } from 'node:timers/promises';

const pages = { '/': ['/a', '/b', '/c'], '/a': ['/a/1', '/b'], '/b': ['/b/1', '/b/2'], '/c': [] };

async function get(path) {
  await sleep(3);
  return pages[path] ?? [];
}

const seen = new Set(['/', '/a', '/b']);
const queue = [...seen];
let next = 0;

async function worker() {
  while (next < queue.length) {
    const path = queue[next++];
    const links = await get(path);
    for (const link of links) {
      if (seen.has(link)) continue;
      seen.add(link);
      queue.push(link);
    }
  }
}
await Promise.all([worker(), worker(), worker()]);

// The same by callbacks.
const list = ['/'];
let at = 0;
let open = 0;
function crawl() {
  if (at < list.length) visit(list[at++]);
  else if (open === 0) {
    clearInterval(timer);
    console.log(queue.length, list.length);
  }
}
function visit(path) {
  open++;
  setTimeout(() => {
    for (const link of pages[path] ?? []) list.push(link);
    open--;
  }, 8);
}
const timer = setInterval(crawl, 2);
