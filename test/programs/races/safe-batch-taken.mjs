// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
const sent = [];
const post = async (rows) => {
  await delay(20);
  sent.push(...rows);
};
const running = new Set();
let names = new Set();
class Outbox {
  #letters = [];
  opened = new Map();
  waiting = [];
  seen = [];
  // Takes the batch before it waits.
  async flush() {
    await post(this.#letters.splice(0));
  }
  async saveOpened() {
    const rows = [...this.opened];
    this.opened.clear();
    await post(rows);
  }
  // Works off what is there, whatever came meanwhile.
  async work() {
    for (const job of this.waiting) await post([job]);
    this.waiting.length = 0;
  }
  // Throws away only what it has sent.
  async report() {
    const batch = this.seen.slice();
    await post(batch);
    if (this.seen.length === batch.length) this.seen.length = 0;
    else this.seen.splice(0, batch.length);
  }
  write(letter) {
    this.#letters.push(letter);
    this.opened.set(letter, 1);
    this.waiting.push(letter);
    this.seen.push(letter);
    names.add(letter);
    track(post([letter]));
  }
}
// What runs takes itself out of the list.
function track(job) {
  running.add(job);
  job.finally(() => running.delete(job));
}
async function saveNames() {
  const taken = names;
  names = new Set();
  await post([...taken]);
}
// Cleared, and gone through again by who comes later.
const marks = new Map();
setTimeout(() => marks.clear(), 3);
setTimeout(() => sent.push(...marks.values()), 9);
marks.set('first', 1);
const outbox = new Outbox();
outbox.write(1);
for (let round = 0; round < 2; round++) {
  setTimeout(() => outbox.write(round), 8);
  await Promise.all([outbox.flush(), outbox.saveOpened(), outbox.work(), outbox.report(), saveNames()]);
}
await Promise.all([...running]);
await Promise.all(running);
running.clear();
console.log(sent.length);
