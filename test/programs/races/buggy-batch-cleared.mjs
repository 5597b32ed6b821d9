// expect: race.atomicity 17 ; race.atomicity 24 ; race.atomicity 30
import { setTimeout as delay } from 'node:timers/promises';
const sent = [];
const post = async (rows) => {
  await delay(20);
  sent.push(...rows);
};
let names = new Set();
class Outbox {
  #letters = [];
  opened = new Map();
  write(letter) {
    this.#letters.push(letter);
  }
  async flush() {
    await post([...this.#letters]);
    this.#letters.length = 0;
  }
  async saveOpened() {
    const rows = [];
    for (const [id, times] of this.opened) rows.push({ id, times });
    await post(rows);
    await delay(1);
    this.opened.clear();
  }
}
async function saveNames() {
  const list = Array.from(names);
  await post(list.map((name) => name.trim()));
  names = new Set();
}
const outbox = new Outbox();
const add = (n) => {
  outbox.write(n);
  outbox.opened.set(n, 1);
  names.add(`name ${n}`);
};
add(1);
const jobs = [outbox.flush(), outbox.saveOpened(), saveNames()];
setTimeout(add, 8, 2);
await Promise.all(jobs);
console.log(sent.length);
