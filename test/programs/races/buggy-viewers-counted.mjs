// expect: race.order.use-after-close 17,22
// As safe-viewers-counted.mjs, but who prints takes the sheet away without a look at who is still counted.
import { setTimeout as pause } from 'node:timers/promises';

class Charts {
  #viewers = new Map();
  #sheets = new Map();
  closed = 0;

  enter(name) {
    this.#viewers.set(name, (this.#viewers.get(name) ?? 0) + 1);
    if (!this.#sheets.has(name)) this.#sheets.set(name, { name, readers: 0, marks: [] });
    this.#sheets.get(name).readers++;
  }

  mark(name, text) {
    this.#sheets.get(name).marks.push(text);
  }

  drop(name) {
    this.#viewers.delete(name);
    this.#sheets.delete(name);
  }

  leave(name) {
    const left = this.#viewers.get(name) - 1;
    if (left > 0) this.#viewers.set(name, left);
    else this.#viewers.delete(name);
    const sheet = this.#sheets.get(name);
    sheet.readers--;
    if (sheet.readers > 0) return;
    this.#sheets.delete(name);
    this.closed += sheet.marks.length;
  }
}

const charts = new Charts();
async function view(name, ms, text) {
  charts.enter(name);
  try {
    await pause(ms);
    charts.mark(name, text);
  } finally {
    charts.leave(name);
  }
}

async function visit(start, ms) {
  await pause(start);
  await view('tides', ms, `after ${ms}`);
}

async function print(start) {
  await pause(start);
  charts.enter('tides');
  await pause(2);
  charts.drop('tides');
}

await Promise.all([visit(1, 9), visit(3, 4), visit(5, 2), print(120), visit(240, 3)]);
console.log(charts.closed);
