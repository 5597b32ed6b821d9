// expect: nothing
// What was counted by name is taken before it is sent, and something new stands in its place meanwhile.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const received = [];
class Visits {
  byPage = {};
  note(page) {
    this.byPage[page] = (this.byPage[page] ?? 0) + 1;
  }

  // Every now and then.
  async report() {
    if (Object.keys(this.byPage).length === 0) return;
    const rows = Object.entries(this.byPage).map(([page, count]) => ({ page, count }));
    this.byPage = {};
    await wait(40);
    received.push(...rows);
  }
}

let prices = {};
async function print() {
  const lines = [];
  for (const [name, cents] of Object.entries(prices)) lines.push(`${name} ${cents}`);
  prices = {};
  await wait(40);
  received.push(lines.join());
}

function price(name, cents) {
  prices[name] = cents;
}

const visits = new Visits();
visits.note('home');
const reported = visits.report();
price('tea', 300);
const printed = print();
setTimeout(() => visits.note('about'), 15);
setTimeout(() => price('tin', 400), 15);
await Promise.all([reported, printed]);
await visits.report();
await print();
console.log(received.length);
