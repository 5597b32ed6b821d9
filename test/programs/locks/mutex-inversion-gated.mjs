// expect: none exit 0
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const [gate, a, b] = [new Mutex(), new Mutex(), new Mutex()];
async function nest(x, y) {
  const open = await gate.acquire();
  const release = await x.acquire();
  await delay(1);
  const inner = await y.acquire();
  inner();
  release();
  open();
}
await Promise.all([nest(a, b), nest(b, a)]);
