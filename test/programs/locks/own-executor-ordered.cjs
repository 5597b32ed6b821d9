// expect: none exit 0
// A lock that looks whether it is free in the executor of the promise that it gives its callers. Who needs two of them takes them by their names.
class Turnstile {
  constructor() {
    this.busy = false;
    this.waiting = [];
  }
  enter() {
    return new Promise((resolve) => {
      if (this.busy) return void this.waiting.push(resolve);
      this.busy = true;
      resolve();
    });
  }
  leave() {
    const next = this.waiting.shift();
    if (next) next();
    else this.busy = false;
  }
}
async function lend(from, to, book) {
  const [first, second] = from.name < to.name ? [from, to] : [to, from];
  await first.door.enter();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await second.door.enter();
  to.books.push(book);
  to.door.leave();
  from.door.leave();
}
const [left, right] = ['left', 'right'].map((name) => ({ name, books: [], door: new Turnstile() }));
setTimeout(() => lend(left, right, 'atlas'), 1);
setTimeout(() => lend(right, left, 'novel'), 1);
