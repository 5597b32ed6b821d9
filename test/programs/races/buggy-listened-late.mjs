// expect: race.order.use-before-init 20,29,30; race.order.use-before-init 37,47,48
// A scan is begun, rules are loaded, and only then somebody listens to what the scan finds; a job is asked for its only event after a wait for something else.
import { EventEmitter } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const here = new URL('.', import.meta.url);

class Scan extends EventEmitter {
  constructor(names) {
    super();
    this.names = names;
  }
  begin() {
    this.#walk().catch((error) => this.emit('error', error));
  }
  async #walk() {
    for (const name of this.names) {
      await readdir(here);
      this.emit('found', name);
    }
  }
}

async function countFound() {
  const scan = new Scan(['a.txt', 'b.txt', 'c.txt']);
  let count = 0;
  scan.begin();
  await delay(25);
  scan.on('found', () => count++);
  await delay(5);
  console.log('found', count);
}

function startJob() {
  const job = new EventEmitter();
  setTimeout(() => job.emit('finished', 7), 3);
  return job;
}

const last = { value: 0 };
async function runJob() {
  const job = startJob();
  await readFile(new URL(import.meta.url));
  const limit = delay(40);
  await delay(15);
  const done = new Promise((resolve) => {
    job.once('finished', resolve);
  });
  last.value = (await Promise.race([done, limit])) ?? -1;
}

await countFound();
await runJob();
console.log('job', last.value);
