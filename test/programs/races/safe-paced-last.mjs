// expect: nothing
// A board shows the level of the tide at most every so often: the newest one that came meanwhile is left to one timer, which whoever shows one at once takes back.
import { setTimeout as sleep } from 'node:timers/promises';

const shown = [];

function paced(show, ms) {
  let shownAt = 0;
  let last;
  let timer;

  const put = (levels, now = performance.now()) => {
    shownAt = now;
    last = null;
    if (timer) {
      clearTimeout(timer);
      timer = null;
    }
    show(...levels);
  };

  return (...levels) => {
    const now = performance.now();
    const since = now - shownAt;
    if (shownAt === 0 || since >= ms) {
      put(levels, now);
      return;
    }
    last = levels;
    if (!timer) {
      timer = setTimeout(() => {
        timer = null;
        put(last);
      }, ms - since);
    }
  };
}

const tide = paced((level) => shown.push(level), 20);

async function gauge(first, every) {
  for (let level = first; level < first + 6; level++) {
    await sleep(every);
    tide(level);
  }
}

await Promise.all([gauge(100, 7), gauge(200, 9)]);
await sleep(40);
console.log(shown.length > 2, shown.length < 12);
