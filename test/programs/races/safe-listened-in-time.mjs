// expect: nothing
// It listens before it waits, asks first, or has what emits begin afterwards; ticks come again, and an end comes when it is told to.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { readFile, readdir, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const here = new URL('.', import.meta.url);

class Atlas extends EventEmitter {
  isLoaded = false;
  async load() {
    const names = await readdir(here);
    await delay(30);
    this.names = names;
    this.isLoaded = true;
    this.emit('loaded');
  }
}
class Clock extends EventEmitter {
  start() {
    this.timer = setTimeout(() => {
      this.emit('tick');
      this.start();
    }, 4);
    return this;
  }
}
class Press extends EventEmitter {
  #isOver = false;
  sheets = 0;
  async run() {
    while (!this.#isOver) {
      this.sheets++;
      await delay(3);
    }
    this.emit('stopped');
  }
  stop() {
    this.#isOver = true;
  }
}
class Lamp extends EventEmitter {
  async glow(ms) {
    await delay(ms);
    this.emit('dark');
  }
}

async function listensFirst() {
  const lamp = new Lamp();
  const dark = once(lamp, 'dark');
  lamp.glow(9);
  await readFile(new URL(import.meta.url));
  await dark;
}
async function asksFirst() {
  const atlas = new Atlas();
  atlas.load();
  await stat(here);
  if (!atlas.isLoaded) await once(atlas, 'loaded');
  console.log(atlas.names.length > 3);
}
async function startsThen() {
  const print = new EventEmitter();
  await stat(here);
  setTimeout(() => print.emit('printed'), 3);
  await once(print, 'printed');
}
async function nextTick() {
  const clock = new Clock().start();
  await stat(here);
  await once(clock, 'tick');
  clearTimeout(clock.timer);
}
async function stops() {
  const press = new Press();
  press.run();
  await delay(10);
  press.stop();
  await once(press, 'stopped');
  console.log(press.sheets > 0);
}
class Kiosk extends EventEmitter {
  shut() {
    this.emit('close');
  }
}
async function closes() {
  new Kiosk().shut();
  const server = createServer().listen(0);
  await once(server, 'listening');
  server.close();
  await stat(here);
}
async function ends() {
  const door = createServer().listen(0, '127.0.0.1');
  await delay(2);
  setTimeout(() => door.close(), 30);
  await stat(here);
  await once(door, 'close');
}
await closes();
await ends();
await listensFirst();
await asksFirst();
await startsThen();
await nextTick();
await stops();
