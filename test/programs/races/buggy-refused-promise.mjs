// expect: race.order.use-after-close 9,18
// A class of the program refuses by a promise that it rejects.
import { setTimeout as sleep } from 'node:timers/promises';

class Depot {
  open = true;
  ask(text) {
    return new Promise((resolve, reject) => {
      if (!this.open) {
        reject(new Error('the depot is closed'));
        return;
      }
      setTimeout(resolve, 40, text.length);
    });
  }
  async end() {
    await null;
    this.open = false;
  }
}

const depot = new Depot();

async function report(name) {
  const head = await depot.ask(`head of ${name}`);
  await sleep(head);
  // Nobody has said that it is still open.
  return depot.ask(`rows of ${name} behind ${head}`);
}

const jobs = ['tools', 'boats'].map((name) =>
  report(name).catch((error) => error.message),
);
await sleep(10);
await depot.end();
console.log((await Promise.all(jobs)).join('; '));
