// expect: promise.floating main.mjs:18
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Feed extends EventEmitter {
  async start(n) {
    for (let i = 0; i < n; i++) {
      this.emit('item', { id: i });
      await sleep(1);
    }
    this.emit('end');
  }
}

const feed = new Feed();
async function collect() {
  const titles = new Map();
  feed.on('item', async (item) => {
    const title = await sleep(30, `title ${item.id}`);
    titles.set(item.id, title);
  });
  await once(feed, 'end');
  return titles;
}

const [titles] = await Promise.all([collect(), feed.start(8)]);
console.log(titles.size);
