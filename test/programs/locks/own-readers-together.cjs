// expect: none exit 0
// Readers do not wait for readers, in whatever order.
class Shelf {
  #readers = 0;
  #isWriting = false;
  #line = [];
  read() {
    return this.#ask(false);
  }
  write() {
    return this.#ask(true);
  }
  #ask(isWrite) {
    return new Promise((resolve) => {
      this.#line.push({ isWrite, resolve });
      this.#next();
    });
  }
  #next() {
    while (this.#line.length > 0) {
      const { isWrite, resolve } = this.#line[0];
      if (this.#isWriting || (isWrite && this.#readers > 0)) return;
      this.#line.shift();
      if (isWrite) this.#isWriting = true;
      else this.#readers++;
      resolve(() => this.#leave(isWrite));
    }
  }
  #leave(isWrite) {
    if (isWrite) this.#isWriting = false;
    else this.#readers--;
    this.#next();
  }
}

const [hall, vault] = [new Shelf(), new Shelf()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function note(shelf) {
  const leave = await shelf.write();
  await sleep(1);
  leave();
}
async function both(first, second) {
  const leaveFirst = await first.read();
  await sleep(2);
  const leaveSecond = await second.read();
  await sleep(1);
  leaveSecond();
  leaveFirst();
}
async function visit(ms, first, second) {
  await sleep(ms);
  await both(first, second);
}
for (const shelf of [hall, vault]) for (let i = 0; i < 2; i++) note(shelf);
visit(400, hall, vault);
visit(1200, vault, hall);
