// expect: race.atomicity 23,25 ; race.check-then-act 12,18
// Each level that comes too early is to be shown a while later, by a timer of its own: those that come close together are shown as the last of them, and one that comes meanwhile may be shown at once.
import { setTimeout as sleep } from 'node:timers/promises';

const shown = [];

function paced(show, ms) {
  let shownAt = 0;
  let last;

  const put = (levels, now = performance.now()) => {
    shownAt = now;
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
    setTimeout(() => {
      put(last);
    }, ms - since);
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
console.log(shown.length > 2);
