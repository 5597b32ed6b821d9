// expect: race.atomicity 8
import { setTimeout as delay } from 'node:timers/promises';

/** What the names have by now is put back when the work is done. */
function keep(target, ...names) {
  const kept = names.map((name) => target[name]);
  return () => {
    for (let i = 0; i < names.length; i++) target[names[i]] = kept[i];
  };
}

/** Two of them are at it at once: the second keeps what the first has set, and puts that back last. */
async function withBase(settings, base, ms) {
  const done = keep(settings, 'base');
  settings.base = base;
  await delay(ms);
  done();
}

async function both() {
  const settings = { base: '/' };
  const first = withBase(settings, '/shop', 100);
  await delay(20);
  await Promise.all([first, withBase(settings, '/blog', 300)]);
}

await both();
console.log('done');
