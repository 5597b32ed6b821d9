// expect: hang.exit-pending 8,12,13 | hang.orphan-promise 8,12,13
// As in safe-gate-of-unread-shelf, but the one that is dropped was asked for something, a moment after it was made.
class Shelf {
  #line = Promise.resolve();
  #open;
  constructor(name) {
    this.name = name;
    this.ask(() => new Promise((resolve) => (this.#open = resolve)));
  }

  ask(question) {
    this.#line = this.#line.then(() => question().then((answer) => ({ answer })));
    return this.#line.then(({ answer }) => answer);
  }

  readIn() {
    this.#open();
  }
}

const used = new Shelf('used');
used.ask(async () => used.name).then((name) => console.log(name));
setTimeout(() => used.readIn(), 5);
(() => {
  const shelf = new Shelf('dropped');
  setTimeout(() => shelf.ask(async () => shelf.name).then((name) => console.log(name)), 5);
})();
