// expect: race.check-then-act 27
/**
 * neo4j: neo4j-javascript-driver #613: the pool opens more connections than it may.
 * Root cause: a connection is counted when it is there, not when it is asked for.
 * Original fix: it is counted in the step that decides to open it.
 */
import net from 'node:net';

class Pool {
  constructor(port, max) {
    this.port = port;
    this.max = max;
    this.idle = [];
    this.active = 0;
    this.waiting = [];
  }
  async acquire() {
    const free = this.idle.pop();
    if (free) {
      this.active++;
      return free;
    }
    if (this.active >= this.max) {
      return new Promise((resolve) => this.waiting.push(resolve));
    }
    const connection = await this.open();
    this.active++;
    return connection;
  }
  open() {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, '127.0.0.1', () => resolve(socket));
      socket.on('error', reject);
    });
  }
  release(connection) {
    const next = this.waiting.shift();
    if (next) return next(connection);
    this.active--;
    this.idle.push(connection);
  }
  close() {
    for (const connection of this.idle) connection.end();
  }
}

const server = net.createServer((socket) => socket.on('data', (chunk) => socket.write(chunk)));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const pool = new Pool(server.address().port, 2);

async function query(text) {
  const connection = await pool.acquire();
  try {
    return await new Promise((resolve) => {
      connection.once('data', (chunk) => resolve(String(chunk)));
      connection.write(text);
    });
  } finally {
    pool.release(connection);
  }
}
console.log(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(query)));
pool.close();
server.close();
