// expect: nothing
// Letters are put on top of the pile, and the one clerk takes the lowest: what he looked at is still there when he takes it.
import { setTimeout as delay } from 'node:timers/promises';

const pile = [];
const filed = [];
let clerk;

function bring(letter) {
  pile.unshift(letter);
  clerk ??= file().finally(() => (clerk = undefined));
}

async function file() {
  while (pile.length > 0) {
    const lowest = pile.at(-1);
    await delay(3);
    filed.push(lowest);
    pile.pop();
  }
}

await Promise.all([1, 2].map(async (postman) => {
  for (let i = 0; i < 6; i++) {
    bring(`${postman}-${i}`);
    await delay(postman);
  }
}));
await clerk;
console.log(new Set(filed).size);
