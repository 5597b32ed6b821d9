// expect: lock.order-inversion 19,22 exit 0
// Locks that are nothing but a line of those who want in: the first one has the lock. Taken in both orders.
class Line {
  waiting = [];
  enter() {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) resolve();
    });
  }
  leave() {
    this.waiting.shift();
    this.waiting[0]?.();
  }
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const [stock, journal] = [new Line(), new Line()];
async function book() { await stock.enter(); await journal.enter(); await wait(1); journal.leave(); stock.leave(); }
async function close() {
  await journal.enter();
  await stock.enter();
  await wait(1);
  stock.leave();
  journal.leave();
}

async function main() {
  const all = [book(), book()];
  setTimeout(() => all.push(close(), close()), 1200);
  await wait(1400);
  await Promise.all(all);
  console.log('done');
}
main();
