// expect: none exit 0
// A reader that throws is counted down by its caller, in the end.
class ReadWriteLock {
  #readers = 0;
  #isWriting = false;
  #waiting = [];

  async read() {
    while (this.#isWriting) await new Promise((wake) => this.#waiting.push(wake));
    this.#readers++;
  }

  async write() {
    while (this.#isWriting || this.#readers > 0) await new Promise((wake) => this.#waiting.push(wake));
    this.#isWriting = true;
  }

  done() {
    if (this.#isWriting) this.#isWriting = false;
    else this.#readers--;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

async function find(path) {
  await lock.read();
  await new Promise((resolve) => setTimeout(resolve, 2));
  const page = routes.get(path);
  if (page === undefined) throw new Error(`no ${path}`);
  lock.done();
  return page;
}

async function add(path, page) {
  await lock.write();
  routes.set(path, page);
  lock.done();
}

const lock = new ReadWriteLock();
const routes = new Map([['/', 'home']]);
await find('/help').catch(() => lock.done());
await find('/');
await add('/help', 'help');
