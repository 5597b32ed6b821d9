// expect: nothing
// What both were made from is stored on one side of the await, or the reader does not join the two, or has an answer for what is missing.
import { setTimeout as delay } from 'node:timers/promises';

class Hall {
  constructor(rows) {
    this.rows = rows;
    this.order = rows.map((_, i) => i);
    this.names = rows;
    this.label = `${rows.length} rows`;
    this.tables = rows;
    this.places = rows.map((_, i) => i);
  }
  guest(nth) {
    return this.rows[this.order[nth % this.order.length]];
  }
  title() {
    return `${this.names.join(', ')} (${this.label})`;
  }
  table(nth) {
    return this.tables[this.places[nth]] ?? 'at the bar';
  }

  async rearrange(rows) {
    await delay(40);
    this.rows = rows;
    this.order = sorted(rows);
  }
  async rename(names) {
    this.names = names;
    await delay(40);
    this.label = `${names.length} rows`;
  }
  async move(tables) {
    this.tables = tables;
    await delay(40);
    this.places = sorted(tables);
  }
}

function sorted(rows) {
  return rows.map((_, i) => i).sort((a, b) => rows[b].length - rows[a].length);
}

const hall = new Hall(['ada', 'grace', 'barbara', 'radia']);
const waiter = setInterval(() => [hall.guest(3), hall.title(), hall.table(3)], 8);
setTimeout(() => {
  hall.rearrange(['edsger', 'tony']);
  hall.rename(['edsger', 'tony']);
  hall.move(['edsger', 'tony']);
}, 20);
setTimeout(() => {
  clearInterval(waiter);
  console.log(hall.guest(0));
}, 120);
