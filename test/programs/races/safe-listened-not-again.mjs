// expect: nothing
// A subscriber of prices has got the first one; when it has left, nothing is to come to it any more, which a listener that does nothing but fail looks after for a while.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Feed extends EventEmitter {
  subscribers = new Map();

  subscribe(name, callback) {
    this.subscribers.set(name, callback);
    setTimeout(() => this.publish('opening', 10), 20);
  }

  unsubscribe(name) {
    this.subscribers.delete(name);
  }

  publish(kind, price) {
    for (const callback of this.subscribers.values()) callback({ kind, price });
  }
}

async function follow(feed) {
  const prices = [];
  feed.subscribe('gold', ({ price }) => {
    prices.push(price);
    feed.emit('price', price);
  });
  await sleep(60);
  feed.unsubscribe('gold');
  feed.publish('closing', 12);
  await new Promise((resolve, reject) => {
    setTimeout(resolve, 40);
    feed.once('price', () => {
      reject(new Error('not expected any more'));
    });
  });
  return prices;
}

console.log(await follow(new Feed()));
