// expect: nothing
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Pool {
  #idle = [];
  #waiters = [];
  #size = 0;

  constructor(create, max) {
    this.create = create;
    this.max = max;
  }

  async use(work) {
    const resource = await this.#take();
    try {
      resource.uses += 1;
      return await work(resource);
    } finally {
      this.#give(resource);
    }
  }

  #take() {
    if (this.#idle.length > 0) return this.#idle.pop();
    if (this.#size < this.max) {
      this.#size++;
      return this.create(this.#size);
    }
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #give(resource) {
    const waiter = this.#waiters.shift();
    if (waiter) waiter(resource);
    else this.#idle.push(resource);
  }

  get stats() {
    return { size: this.#size, idle: this.#idle.length, waiting: this.#waiters.length };
  }
}

const pool = new Pool(async (id) => {
  await wait(5);
  return { id, uses: 0, last: null };
}, 2);

const results = await Promise.all(
  Array.from({ length: 7 }, (_, n) =>
    pool.use(async (conn) => {
      conn.last = n;
      await wait(4);
      if (conn.last !== n) throw new Error('shared connection');
      return n * n;
    }),
  ),
);
console.log(results.join(), pool.stats);
