// expect: race.atomicity 21 ; race.atomicity 35
// How many were sent is asked after the wait, when there are more of them: what came meanwhile is counted, and thrown away.
import { setTimeout as delay } from 'node:timers/promises';

const shipped = [];
const ship = async (rows) => {
  await delay(20);
  shipped.push(...rows);
};

class Outgoing {
  #rows = [];
  shippedRows = 0;
  put(row) {
    this.#rows.push(row);
  }
  async flush() {
    if (this.#rows.length === 0) return;
    await ship(this.#rows.slice());
    this.shippedRows += this.#rows.length;
    this.#rows = [];
  }
}

const marks = new Map();
let written = 0;
async function writeMarks() {
  const lines = [];
  for (const [key, value] of marks) lines.push(`${key}=${value}`);
  await ship(lines);
  const count = marks.size;
  written = written + count;
  console.log('written', marks.size);
  // All of them are in the file now.
  marks.clear();
}

const outgoing = new Outgoing();
const put = (n) => {
  outgoing.put(n);
  marks.set(`mark ${n}`, n);
};
put(1);
const jobs = [outgoing.flush(), writeMarks()];
setTimeout(put, 8, 2);
await Promise.all(jobs);
console.log(shipped.length, outgoing.shippedRows, written);
