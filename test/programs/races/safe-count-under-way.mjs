// expect: nothing
// A kitchen asks for the next order while it has room, which takes a moment; whoever is done counts himself off, and asks again.
import { setTimeout as delay } from 'node:timers/promises';

function cookAll(orders, room, cook) {
  return new Promise((resolve) => {
    let cooking = 0;
    let isAsking = false;
    let isOver = false;
    const next = async () => {
      if (cooking >= room || isAsking || isOver) return;
      isAsking = true;
      const { value, done } = await orders.next();
      isAsking = false;
      if (done) {
        isOver = true;
        if (cooking === 0) resolve();
        return;
      }
      cooking++;
      cook(value, ready);
      next();
    };
    const ready = () => {
      cooking -= 1;
      if (isOver && cooking === 0) resolve();
      else next();
    };
    next();
  });
}

async function* orders() {
  for (let n = 0; n < 12; n++) {
    await delay(n % 2);
    yield n;
  }
}

let most = 0;
let now = 0;
await cookAll(orders(), 3, (n, ready) => {
  most = Math.max(most, ++now);
  setTimeout(() => {
    now--;
    ready();
  }, 3 + (n % 4));
});
console.log(most <= 3, now);
