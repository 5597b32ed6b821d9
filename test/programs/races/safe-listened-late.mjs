// expect: nothing
// Events that nobody hears: hooks that nobody uses, beats of a clock, what is said before the call that one waits for is over, and what one asks the emitter for when one begins to listen.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Feed extends EventEmitter {
  #timer;
  state = 'idle';

  async open() {
    this.emit('state', 'opening');
    await delay(2);
    this.emit('state', 'open');
    this.emit('opened');
    this.#timer = setInterval(() => this.emit('beat'), 3);
    setTimeout(() => {
      this.state = 'live';
      this.emit('state', this.state);
      this.emit('unused', 1);
    }, 2);
    setTimeout(() => this.emit('item', 'early'), 4);
    setTimeout(() => this.emit('item', 'late'), 40);
  }
  replay() {
    this.emit('item', 'again');
  }
  close() {
    clearInterval(this.#timer);
  }
}

async function follow() {
  const feed = new Feed();
  const seen = [];
  feed.on('item', (item) => seen.push(item));
  await feed.open();
  feed.on('opened', () => seen.push('never'));
  await delay(20);
  let beats = 0;
  feed.on('beat', () => beats++);
  await delay(30);
  feed.close();
  console.log(seen.join(), beats > 0);
}

async function followState() {
  const feed = new Feed();
  await feed.open();
  await delay(20);
  const shown = [];
  feed.on('state', (state) => shown.push(state));
  shown.push(feed.state);
  feed.close();
  console.log(shown.join());
}

async function catchUp() {
  const feed = new Feed();
  await feed.open();
  await delay(20);
  const seen = [];
  feed.on('item', (item) => seen.push(item));
  feed.replay();
  await delay(30);
  feed.close();
  console.log(seen.join());
}

await follow();
await followState();
await catchUp();
