// expect: nothing
// What a listener uses is set before the listener is added: no event comes to it earlier.
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs';
import { readFile as read } from 'node:fs/promises';

const bus = new EventEmitter();
let rules;
let points = 0;
const pulse = setInterval(() => bus.emit('beat'), 5);

function pointsOf(job) {
  return rules.find((rule) => rule.kind === job.kind).points;
}

function onJob(job) {
  points += pointsOf(job);
}

readFile(new URL(import.meta.url), 'utf8', (error, text) => {
  if (error) throw error;
  rules = [{ kind: 'a', points: text.length > 0 ? 2 : 0 }];
  bus.on('job', onJob);
});

class Shop extends EventEmitter {
  sold = 0;
  #catalogue;

  async start() {
    const text = await read(new URL(import.meta.url), 'utf8');
    this.#catalogue = new Map([['tea', text.length]]);
    this.on('order', (sku) => this.#take(sku));
  }

  #take(sku) {
    if (this.#catalogue.get(sku) > 0) this.sold++;
  }
}

// What an executor sets is set at once, and a function that is made later finds it so.
await read(new URL(import.meta.url));
let resolveThird;
const third = new Promise((resolve) => {
  resolveThird = resolve;
});
let beats = 0;
bus.on('beat', async () => {
  await Promise.resolve();
  if (++beats === 3) resolveThird();
});

const shop = new Shop();
shop.start();
const timer = setInterval(() => {
  bus.emit('job', { kind: 'a' });
  shop.emit('order', 'tea');
  if (points === 0 || shop.sold === 0 || beats < 3) return;
  clearInterval(timer);
  clearInterval(pulse);
  third.then(() => console.log('done'));
}, 20);
