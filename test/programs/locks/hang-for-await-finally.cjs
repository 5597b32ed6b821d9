// expect: none exit 0
// A reader that only tidies up when its events end is at rest without them.
const { EventEmitter, on } = require('node:events');
const feed = new EventEmitter();
const seen = [];
async function follow() {
  try {
    for await (const [price] of on(feed, 'price')) seen.push(price);
  } finally {
    feed.removeAllListeners();
  }
}
follow();
setTimeout(() => feed.emit('price', 4), 3);
setTimeout(() => feed.emit('price', 5), 6);
setTimeout(() => console.log(seen.length), 12);
