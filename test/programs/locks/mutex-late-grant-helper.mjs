// expect: lock.not-released 6 exit 0
import { Mutex } from 'async-mutex';
const kiln = new Mutex();

function turnWithin(ms) {
  const turn = kiln.acquire();
  const over = new Promise((_, reject) => setTimeout(reject, ms, new Error('kiln in use')));
  return Promise.race([turn, over]);
}

async function fire(piece, ms, patience) {
  const leave = await turnWithin(patience);
  await new Promise((resolve) => setTimeout(resolve, ms));
  leave();
  return piece;
}
const early = await Promise.allSettled([fire('bowl', 250, 800), fire('cup', 1, 30)]);
const later = await Promise.allSettled([fire('vase', 1, 200)]);
console.log([...early, ...later].map((s) => s.value ?? s.reason.message).join(', '));
