// expect: nothing
'use strict';
// A queue that stands still until it is opened: it waits for a promise whose function it keeps. Nobody opens it before the process ends, and nothing was to be done.
class Line {
  constructor() {
    this.last = Promise.resolve();
  }

  run(work) {
    this.last = this.last.then(() => work());
    return this.last.then((result) => result);
  }

  hold(promise) {
    return this.run(() => promise);
  }
}

class Store {
  constructor() {
    this.line = new Line();
    this.line.hold(
      new Promise((resolve) => {
        this.open = resolve;
      }),
    );
    this.rows = [];
  }
}

async function main() {
  const store = new Store();
  await new Promise((resolve) => setTimeout(resolve, 20));
  store.rows.push('a');
  console.log(store.rows.length);
}

main().then(() => setTimeout(() => process.exit(0), 30));
