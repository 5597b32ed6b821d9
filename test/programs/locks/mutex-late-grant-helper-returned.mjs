// expect: none exit 0
import { Mutex } from 'async-mutex';
const kiln = new Mutex();

function turnWithin(ms) {
  let isOver = false;
  const turn = kiln.acquire();
  turn.then((leave) => isOver && leave());
  const over = new Promise((_, reject) => setTimeout(reject, ms, new Error('kiln in use')));
  return Promise.race([turn, over]).catch((err) => {
    isOver = true;
    throw err;
  });
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
