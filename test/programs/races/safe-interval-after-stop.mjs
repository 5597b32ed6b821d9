// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

class Looks {
  async start() {
    this.wanted = true;
    await sleep(60);
    if (this.wanted) this.timer = setInterval(() => {}, 20);
  }

  stop() {
    this.wanted = false;
    clearInterval(this.timer);
  }
}

class Waits {
  start() {
    this.starting = this.open();
    return this.starting;
  }

  async open() {
    await sleep(60);
    this.timer = setInterval(() => {}, 20);
  }

  async stop() {
    await this.starting;
    clearInterval(this.timer);
  }
}

// Stops what there may be before it begins anew.
class Restarts {
  async start() {
    this.stop();
    await sleep(60);
    this.timer = setInterval(() => {}, 20);
  }

  async restart() {
    this.stop();
    await this.start();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

// Stopped before it was started.
class Late {
  async start() {
    await sleep(20);
    this.timer = setInterval(() => {}, 20);
  }

  stop() {
    clearInterval(this.timer);
  }
}

const [looks, waits, restarts, late] = [new Looks(), new Waits(), new Restarts(), new Late()];
const all = [looks.start(), waits.start(), restarts.restart()];
await sleep(10);
looks.stop();
late.stop();
all.push(waits.stop(), late.start());
await Promise.all(all);
await sleep(60);
restarts.stop();
late.stop();
console.log('done');
