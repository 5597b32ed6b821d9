// expect: nothing
// Whether more have come is asked after the wait; or what is sent is counted and taken away before it.
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
    const rows = this.#rows;
    this.shippedRows += this.#rows.length;
    this.#rows = [];
    await ship(rows);
  }
}

const marks = new Map();
let written = 0;
async function writeMarks() {
  let lines;
  let count;
  do {
    lines = [];
    for (const [key, value] of marks) lines.push(`${key}=${value}`);
    await ship(lines);
    count = marks.size;
  } while (count > lines.length);
  written = written + count;
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
