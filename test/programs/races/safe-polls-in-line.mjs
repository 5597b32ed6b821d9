// expect: nothing
// Tasks that stand in a line and look again and again whether they are its head; tickets in the order of which they are served; jobs of a printer, one line for each.
import { setImmediate as turn } from 'node:timers/promises';

const line = [];
let stock = 9;
async function buy(name, pieces) {
  const me = Symbol(name);
  line.push(me);
  while (line[0] !== me) await turn();
  const left = stock;
  await turn();
  if (left >= pieces) stock = left - pieces;
  line.shift();
}

let tickets = 0;
let serving = 0;
let total = 0;
async function add(amount) {
  const mine = tickets++;
  while (serving !== mine) await turn();
  const before = total;
  await turn();
  total = before + amount;
  serving++;
}

class Printer {
  queue = [];
  pages = 0;
  async print(pages) {
    const job = { pages };
    this.queue.push(job);
    while (this.queue[0] !== job) {
      await turn();
    }
    try {
      const before = this.pages;
      await turn();
      this.pages = before + pages;
    } finally {
      this.queue.splice(this.queue.indexOf(job), 1);
    }
  }
}

const [first, second] = [new Printer(), new Printer()];
await Promise.all([
  ...[2, 2, 3].map((pieces, i) => buy(`buyer ${i}`, pieces)),
  ...[1, 2, 3].map(add),
]);
await Promise.all([1, 2].map((pages) => first.print(pages)));
await Promise.all([3, 4].map((pages) => second.print(pages)));
console.log(stock, total, first.pages, second.pages);
