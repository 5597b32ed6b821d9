// expect: await.in-loop@info main.mjs:17 ; await.in-loop@info main.mjs:23
import { setTimeout as pause } from 'node:timers/promises';

async function sized(item) {
  await pause(25);
  return { ...item, size: 1 };
}
const shop = {
  async upload(item, sizes) {
    await pause(20);
    return item.name + sizes.size;
  },
};

// Each round sets the element that it has read.
async function measure(items) {
  for (let i = 0; i < items.length; i++) items[i] = await sized(items[i]);
}
// What was found is handed on beside an element of the same round.
async function publish(items) {
  const done = [];
  for (let i = 0; i < items.length; i++) {
    const found = await sized(items[i]);
    const name = await shop.upload(items[i], found);
    done.push(name);
  }
  return done;
}
const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => ({ name }));
await measure(items);
console.log((await publish(items)).join());
