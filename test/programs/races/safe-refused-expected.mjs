// expect: nothing
// Whoever asks is ready to hear that the depot has closed.
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
  end() {
    this.open = false;
  }
}

const depot = new Depot();

async function report(name) {
  try {
    const head = await depot.ask(`head of ${name}`);
    await sleep(head);
    return await depot.ask(`rows of ${name} behind ${head}`);
  } catch (error) {
    if (!error.message.includes('closed')) throw error;
    return 'no more';
  }
}

const jobs = ['tools', 'boats'].map((name) => report(name));
await sleep(10);
depot.end();
console.log((await Promise.all(jobs)).join('; '));
