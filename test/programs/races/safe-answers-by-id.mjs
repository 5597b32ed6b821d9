// expect: nothing
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
if (process.send) {
  process.on('message', ({ id, n }) => process.send({ id, result: n * 2 }));
} else {
  const child = fork(fileURLToPath(import.meta.url));
  const waiting = new Map();
  const started = {};
  child.on('message', ({ id, result }) => {
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
    started[id].ended = true;
  });
  let next = 0;
  const ask = (n) =>
    new Promise((resolve) => {
      const id = ++next;
      waiting.set(id, { resolve });
      started[id] = { ended: false };
      child.send({ id, n });
    });
  console.log(await ask(1), await Promise.all([ask(2), ask(3)]));
  child.disconnect();
  await once(child, 'exit');
}
