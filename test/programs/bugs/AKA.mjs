// expect: race.order.use-after-close 47,39
/**
 * AKA: agentkeepalive, https://github.com/node-modules/agentkeepalive/issues/23 (ECONNRESET now and then).
 * Root cause: the timeout of a free socket destroys it, but it stays in the list of free sockets until its close event; a request in between takes it.
 * Original fix: the socket leaves the list where it is destroyed.
 */
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Connection extends EventEmitter {
  destroyed = false;
  async send(body) {
    if (this.destroyed) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    await sleep(5);
    return body.toUpperCase();
  }
  destroy() {
    this.destroyed = true;
    setTimeout(() => this.emit("close"), 150);
  }
}

class Agent {
  #idle = [];
  #timeout;
  constructor(timeout) {
    this.#timeout = timeout;
  }
  #acquire() {
    const free = this.#idle.pop();
    if (free) {
      clearTimeout(free.timer);
      return free.connection;
    }
    return new Connection();
  }
  #release(connection) {
    const entry = { connection };
    entry.timer = setTimeout(() => connection.destroy(), this.#timeout);
    connection.once('close', () => {
      this.#idle = this.#idle.filter((e) => e !== entry);
    });
    this.#idle.push(entry);
  }
  async request(body) {
    const connection = this.#acquire();
    const answer = await connection.send(body);
    this.#release(connection);
    return answer;
  }
}

const agent = new Agent(50);
const results = [];
async function poll(pause) {
  await sleep(pause);
  try {
    results.push(await agent.request('ping'));
  } catch (err) {
    results.push(err.code);
  }
}
await poll(0);
await poll(90);
await poll(300);
console.log(results.length);
