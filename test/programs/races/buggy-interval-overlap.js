// expect: race.atomicity 11,14
'use strict';
// A poller that takes longer than its period overlaps itself.
const feed = { offset: 0, items: [] };

function download(offset) {
  return new Promise((resolve) => setTimeout(resolve, 45, [`item-${offset}`, `item-${offset + 1}`]));
}

async function poll() {
  const offset = feed.offset;
  const items = await download(offset);
  feed.items.push(...items);
  feed.offset = offset + items.length;
}

let ticks = 0;
const timer = setInterval(() => {
  poll();
  if (++ticks === 4) clearInterval(timer);
}, 10);

setTimeout(() => {
  console.log(feed.items.length > 0);
}, 400);
