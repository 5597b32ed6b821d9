// expect: race.atomicity 16 ; race.atomicity 33 ; race.atomicity 43 ; race.atomicity 54
// What stands at one end of a list is looked at, dealt with, and taken off: two at it deal with one job twice, and the next one is lost.
import { setImmediate as turn } from 'node:timers/promises';

const queue = [1, 2, 3, 4, 5, 6].map((id) => ({ id }));
const done = [];
async function send(job) {
  await turn();
  done.push(job.id);
}
async function worker() {
  for (;;) {
    const job = queue[0];
    if (!job) return;
    await send(job);
    queue.shift();
  }
}

class Drafts {
  #items = [{ text: 'a' }, { text: 'b' }];
  add(text) {
    this.#items.push({ text });
  }
  async sign() {
    await turn();
  }
  async undo() {
    const last = this.#items.at(-1);
    await this.sign();
    await turn();
    if (last.text === 'keep') return;
    this.#items.pop();
  }
}

const pending = [1, 2, 3, 4];
let sent = 0;
function flush() {
  if (!pending[0]) return;
  setImmediate(() => {
    sent++;
    pending.splice(0, 1);
    flush();
  });
}

// What is put at the other end stays there.
const parts = [1, 2, 3, 4];
async function rotate() {
  const part = parts[0];
  parts.push(part + 4);
  await turn();
  parts.shift();
}

await Promise.all([worker(), worker()]);
const drafts = new Drafts();
await Promise.all([drafts.undo(), turn().then(() => drafts.add('c'))]);
await Promise.all([rotate(), rotate()]);
flush();
flush();
while (pending.length > 0) await turn();
console.log(done.length, sent);
