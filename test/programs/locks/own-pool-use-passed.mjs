// expect: none exit 0
class Pool {
  #free = ['a', 'b'];
  #waiting = [];

  async connect() {
    const connection = this.#free.pop();
    if (connection) return connection;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  release(connection) {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(connection);
    else this.#free.push(connection);
  }

  async use(work) {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      this.release(connection);
    }
  }
}

const pool = new Pool();
const turn = () => new Promise((resolve) => setImmediate(resolve));
const audit = async (connection) => connection.length;
const order = () =>
  pool.use(async (connection) => {
    await turn();
    return audit(connection);
  });

await order();
await Promise.all([order(), order()]);
