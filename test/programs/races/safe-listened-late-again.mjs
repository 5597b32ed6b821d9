// expect: nothing
// One link is opened, of which nobody asks when it is ready; settings are loaded, a second link is opened, and then one waits until that is ready.
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

async function greetSecond(broker) {
  const first = broker.open('harbour', 5);
  await delay(60);
  const second = broker.open('airport', 20);
  const [name] = await once(broker, 'ready');
  greeted.push(`hello ${name}`);
  await Promise.all([first, second]);
}

const broker = new Broker();
await greetSecond(broker);
console.log(greeted.join(), broker.links.size);
