// expect: race.order.use-before-init 14,23,24
// Two links are opened, settings are loaded, and then one waits for the first that is ready: that was long ago, and what comes is the second.
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

class Broker extends EventEmitter {
  links = new Map();

  async open(name, ms) {
    await readFile(new URL(import.meta.url));
    await delay(ms);
    this.links.set(name, { name, sent: [] });
    this.emit('ready', name);
  }
}

const greeted = [];

async function greetFirst(broker) {
  const first = broker.open('harbour', 5);
  const second = broker.open('airport', 200);
  await delay(60);
  const [name] = await once(broker, 'ready');
  greeted.push(`hello ${name}`);
  await Promise.all([first, second]);
}

const broker = new Broker();
await greetFirst(broker);
console.log(greeted.join(), broker.links.size);
