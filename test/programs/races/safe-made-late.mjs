// expect: nothing
// What is made on demand and is there when the second one comes, as it must be: the promise is kept at once, or a mark is left; the second one comes behind the first, or looks again; it is
// only data; or it was made before anybody came.
import net from 'node:net';
import fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const printer = net.createServer((socket) => socket.resume());
printer.listen(0, '127.0.0.1');
await once(printer, 'listening');
const { port } = printer.address();

async function open() {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

class Kept {
  line = null;
  opening = null;
  async get() {
    if (this.line) return this.line;
    this.opening ??= this.#open();
    await this.opening;
    return this.line;
  }
  async #open() {
    await delay(2);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.line = socket;
  }
}

class Marked {
  line = null;
  isOpening = false;
  #waiting = [];
  async get() {
    if (this.line) return this.line;
    if (!this.#claim()) return new Promise((resolve) => this.#waiting.push(resolve));
    await delay(2);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.line = socket;
    for (const resolve of this.#waiting) resolve(socket);
    return socket;
  }
  #claim() {
    if (this.isOpening) return false;
    this.isOpening = true;
    return true;
  }
}

class Flagged {
  line = null;
  isOpening = false;
  async get() {
    if (this.line) return this.line;
    if (this.isOpening) throw new Error('is being opened');
    this.isOpening = true;
    await delay(2);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.line = socket;
    return socket;
  }
}

class Checked {
  line = null;
  async get() {
    if (this.line) return this.line;
    const socket = await open();
    if (this.line) {
      socket.destroy();
      return this.line;
    }
    this.line = socket;
    return socket;
  }
}

class Page {
  text = null;
  async get() {
    if (this.text) return this.text;
    const file = await fs.open(fileURLToPath(import.meta.url));
    const text = { body: await file.readFile('utf8') };
    await file.close();
    this.text = text;
    return text;
  }
}

class Plain {
  line = null;
  async get() {
    if (this.line) return this.line;
    await delay(2);
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    this.line = socket;
    return socket;
  }
}

/** One after the other. */
class Queued {
  #plain = new Plain();
  #last = Promise.resolve();
  get() {
    this.#last = this.#last.then(() => this.#plain.get());
    return this.#last;
  }
}

async function print(from, page, afterMs) {
  await delay(afterMs);
  const line = await from.get();
  if (line.write) line.write(`${page}\n`);
  return line;
}

const lines = [];
for (const from of [new Kept(), new Marked(), new Flagged(), new Checked(), new Page(), new Queued()]) {
  const got = await Promise.all([print(from, 'cover', 2), print(from, 'index', 90)]);
  lines.push(got[0]);
}

// The second one has been waited for.
const plain = new Plain();
lines.push(await print(plain, 'cover', 1));
await Promise.all([print(plain, 'index', 1), print(plain, 'colophon', 30)]);

// Whoever waits for the event.
const told = new Plain();
const first = print(told, 'cover', 1);
const later = first.then(() => print(told, 'index', 20));
lines.push(await first);
await later;

for (const line of lines) {
  if (!line.end) continue;
  line.end();
  await once(line, 'close');
}
printer.close();
console.log('printed');
