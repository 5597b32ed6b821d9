// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const pending = new Set(['a', 'b', 'c', 'd']);
const done = [];

async function drain() {
  while (pending.size > 0) {
    const [name] = pending;
    await delay(3);
    pending.delete(name);
    done.push(name);
  }
}

const producer = (async () => {
  await delay(5);
  pending.add('e');
})();
await Promise.all([drain(), producer]);
console.log(done.length >= 4);
