// expect: nothing
// stop-after: 4
// The one that has lost goes on as well, and says what it finds.
import { setTimeout as sleep } from 'node:timers/promises';

const state = { door: 'closed', steps: 0 };

function comes(name, wanted, tell) {
  return new Promise((resolve) => {
    const look = () => {
      if (state[name] === wanted) {
        resolve(name);
        return;
      }
      tell?.(state[name]);
      setTimeout(look, 400);
    };
    look();
  });
}

async function open() {
  await sleep(60);
  state.door = 'open';
}

const opening = open();
const first = Promise.race([comes('door', 'open'), comes('steps', 100, (n) => console.log(n, 'steps'))]);
console.log(await first, 'first');
await opening;
