// expect: nothing
// The list is taken out before it is uploaded; who has loaded something calls those who have come since; a line of jobs is dropped when nobody stands in it; a room is closed for good; and who keeps the list itself uses what has come meanwhile, too.
import { setTimeout as sleep } from 'node:timers/promises';

class Buffers {
  #readings = new Map();
  uploaded = 0;

  note(station, reading) {
    const list = this.#readings.get(station) ?? [];
    list.push(reading);
    this.#readings.set(station, list);
  }

  async flush(upload) {
    for (const station of [...this.#readings.keys()]) {
      const list = this.#readings.get(station);
      this.#readings.delete(station);
      const count = await upload(list);
      this.uploaded += count;
    }
  }
}

const loading = new Map();

function load(name, done) {
  if (loading.has(name)) {
    loading.get(name).push(done);
    return;
  }
  const waiting = [done];
  loading.set(name, waiting);
  setTimeout(() => {
    loading.delete(name);
    for (const call of waiting) call(name.length);
  }, 40);
}

class Lines {
  #lines = new Map();
  done = 0;

  add(name, job) {
    const line = this.#lines.get(name);
    if (line) {
      line.push(job);
      return undefined;
    }
    this.#lines.set(name, [job]);
    return this.#work(name);
  }

  async #work(name) {
    const line = this.#lines.get(name);
    while (line.length > 0) {
      const job = line.shift();
      await job();
      this.done++;
    }
    this.#lines.delete(name);
  }
}

class Rooms {
  #said = new Map();

  say(room, text) {
    if (!this.#said.has(room)) this.#said.set(room, []);
    this.#said.get(room).push(text);
  }

  async close(room) {
    const said = this.#said.get(room);
    await sleep(said.length * 30);
    this.#said.delete(room);
  }
}

class Outbox {
  #notes = new Map();
  sent = [];

  post(reader, note) {
    if (!this.#notes.has(reader)) this.#notes.set(reader, []);
    this.#notes.get(reader).push(note);
  }

  async send(reader) {
    const notes = this.#notes.get(reader);
    await sleep(40);
    for (const note of notes) this.sent.push(note);
    this.#notes.delete(reader);
  }

  async sendAll(reader) {
    const notes = this.#notes.get(reader);
    await sleep(40);
    this.#notes.delete(reader);
    await this.put([...notes]);
  }

  async put(notes) {
    await sleep(5);
    this.sent.push(...notes);
  }
}

const buffers = new Buffers();
buffers.note('north', 1);
const flushing = buffers.flush((list) => sleep(50, list.length));
setTimeout(() => buffers.note('north', 3), 20);
await flushing;
await buffers.flush((list) => sleep(10, list.length));

const called = [];
load('map', (size) => called.push(size));
setTimeout(() => load('map', (size) => called.push(size)), 15);
await sleep(70);
load('map', (size) => called.push(size));
await sleep(60);

const lines = new Lines();
const working = lines.add('a', () => sleep(30));
await sleep(10);
lines.add('a', () => sleep(10));
await working;
await lines.add('a', () => sleep(10));

const rooms = new Rooms();
rooms.say('lounge', 'hello');
const closing = rooms.close('lounge');
setTimeout(() => rooms.say('lounge', 'bye'), 10);
await closing;

const outbox = new Outbox();
for (const way of ['send', 'sendAll']) {
  outbox.post('mia', 1);
  const sending = outbox[way]('mia');
  setTimeout(() => outbox.post('mia', 2), 15);
  await sending;
  outbox.post('mia', 3);
  await outbox[way]('mia');
}
console.log(outbox.sent.length, buffers.uploaded, called.length, lines.done);
