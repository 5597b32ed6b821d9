// expect: nothing
// Each shelf holds back what is asked of it until it has been read in. Of the one that is dropped before that nobody has asked anything.
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
  setTimeout(() => console.log(shelf.name), 5);
})();
