// expect: nothing
// never: timer.leak
// stop-after: 4
// The generator stands at its `yield` while whoever asks it for values does something else, and is ended in the end.
import { setTimeout as sleep } from 'node:timers/promises';

async function* levels(tank, every) {
  const seen = [];
  let wake = () => {};
  const gauge = setInterval(() => {
    seen.push(tank.level++);
    wake();
  }, every);
  try {
    for (;;) {
      while (seen.length > 0) yield seen.shift();
      await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    clearInterval(gauge);
  }
}

const source = levels({ level: 7 }, 20);
for (let i = 0; i < 2; i++) {
  console.log((await source.next()).value);
  await sleep(2500);
}
await source.return();
