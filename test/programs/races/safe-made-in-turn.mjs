// expect: nothing
// One drawer has one connection, which is opened on demand. Whoever opens it holds a lock, or goes through a queue, or is waited for by all who come meanwhile.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const till = net.createServer((socket) => socket.resume());
till.listen(0, '127.0.0.1');
await once(till, 'listening');
const { port } = till.address();

class Drawer {
  line = null;
  async open() {
    if (this.line) return this.line;
    await delay(1);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.line = socket;
    return socket;
  }
}

class Turns {
  #last = Promise.resolve();
  run(work) {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}

class Key {
  #isFree = true;
  #waiting = [];
  async take() {
    if (!this.#isFree) await new Promise((resolve) => this.#waiting.push(resolve));
    this.#isFree = false;
  }
  give() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#isFree = true;
  }
}

class InTurn extends Drawer {
  #turns = new Turns();
  get() {
    return this.#turns.run(() => this.open());
  }
}

class Locked {
  line = null;
  #key = new Key();
  async get() {
    await this.#key.take();
    try {
      if (this.line) return this.line;
      await delay(1);
      const socket = net.connect(port, '127.0.0.1');
      await once(socket, 'connect');
      this.line = socket;
      return socket;
    } finally {
      this.#key.give();
    }
  }
}

class LockedByCaller extends Drawer {
  #key = new Key();
  async get() {
    await this.#key.take();
    try {
      return await this.open();
    } finally {
      this.#key.give();
    }
  }
}

class Shared extends Drawer {
  #opening;
  get() {
    this.#opening ??= this.open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }
}

class Busy extends Drawer {
  #isBusy = false;
  async get() {
    while (this.#isBusy) await delay(3);
    this.#isBusy = true;
    try {
      return await this.open();
    } finally {
      this.#isBusy = false;
    }
  }
}

async function pay(drawer, sum, afterMs) {
  await delay(afterMs);
  const line = await drawer.get();
  line.write(`${sum}\n`);
  return line;
}

const lines = [];
for (const drawer of [new InTurn(), new Locked(), new LockedByCaller(), new Shared(), new Busy()]) {
  const [line] = await Promise.all([pay(drawer, 12, 2), pay(drawer, 30, 90)]);
  lines.push(line);
}
for (const line of lines) {
  line.end();
  await once(line, 'close');
}
till.close();
console.log('paid', lines.length);
