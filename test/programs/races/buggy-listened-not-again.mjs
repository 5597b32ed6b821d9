// expect: race.order.use-before-init 32,27
// A subscriber of prices waits for the first one, after it has looked at something else for a while.
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
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no price')), 40);
    feed.once('price', () => {
      resolve();
    });
  });
  return prices;
}

console.log(await follow(new Feed()).catch((error) => error.message));
