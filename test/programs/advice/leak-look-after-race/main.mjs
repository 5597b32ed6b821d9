// expect: timer.leak main.mjs:15
// stop-after: 4
// Of two that wait for something, one has come; the other one goes on looking, for nobody.
import { setTimeout as sleep } from 'node:timers/promises';

const state = { door: 'closed', lamp: 'off' };

function comes(name, wanted) {
  return new Promise((resolve) => {
    const look = () => {
      if (state[name] === wanted) {
        resolve(name);
        return;
      }
      setTimeout(look, 25);
    };
    look();
  });
}

async function open() {
  await sleep(60);
  state.door = 'open';
}

const opening = open();
console.log(await Promise.race([comes('door', 'open'), comes('lamp', 'on')]), 'first');
await opening;
