// expect: lock.order-inversion 46,55 exit 0
// One number tells who has it: -1 while somebody writes, else how many read. The work is given to the lock.
class Shared {
  #users = 0;
  #line = [];
  async read(work) {
    await this.#enter(false);
    try {
      return await work();
    } finally {
      this.#users--;
      this.#next();
    }
  }
  async write(work) {
    await this.#enter(true);
    try {
      return await work();
    } finally {
      this.#users = 0;
      this.#next();
    }
  }
  #enter(alone) {
    return new Promise((enter) => {
      this.#line.push({ alone, enter });
      this.#next();
    });
  }
  #next() {
    while (this.#line.length > 0) {
      const { alone, enter } = this.#line[0];
      if (alone ? this.#users !== 0 : this.#users < 0) return;
      this.#users = alone ? -1 : this.#users + 1;
      this.#line.shift();
      enter();
    }
  }
}
const [map, legend] = [new Shared(), new Shared()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function draw() {
  return map.read(async () => {
    await sleep(2);
    return legend.write(async () => {
      await sleep(1);
      return 'drawn';
    });
  });
}
function explain() {
  return legend.read(async () => {
    await sleep(2);
    return map.write(async () => {
      await sleep(1);
      return 'explained';
    });
  });
}
setTimeout(() => draw().then(console.log), 1);
setTimeout(() => explain().then(console.log), 400);
