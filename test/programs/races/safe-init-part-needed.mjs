// expect: nothing
// The link gets its two halves in one step. Whoever says goodbye needs the first of them to get to the callback in which the second one is used.
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

class Outgoing {
  #queue = [];
  #isStopped = false;

  async run() {
    while (!this.#isStopped) {
      await stat(new URL(import.meta.url));
      this.#queue.shift()?.();
    }
  }

  post(text, done) {
    this.#queue.push(done);
  }

  stop() {
    this.#isStopped = true;
  }
}

class Incoming {
  state = { isDone: false };

  stop() {
    this.state.isDone = true;
  }
}

class Link {
  constructor() {
    this.outgoing = null;
    this.incoming = null;
    this.phase = 'dialling';
  }

  attach() {
    this.outgoing = new Outgoing();
    this.outgoing.run();
    this.incoming = new Incoming();
    this.phase = 'up';
  }

  get isUp() {
    return this.phase === 'up';
  }

  sayGoodbye() {
    if (!this.isUp) return;
    this.outgoing.post('bye', () => {
      if (!this.incoming.state.isDone) this.incoming.stop();
      this.outgoing.stop();
    });
  }
}

const link = new Link();
async function dial(ms) {
  await delay(ms);
  link.attach();
}
dial(2);
let length = 0;
for (let i = 0; i < 40; i++) length += (await readFile(new URL(import.meta.url))).length;
link.sayGoodbye();
setTimeout(() => {
  link.outgoing?.stop();
  console.log(link.phase, length > 0);
}, 60);
