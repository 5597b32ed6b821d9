// expect: context.lost@info main.js:29 | context.lost@info main.js:28
'use strict';
// A loop runs the work of each tenant in its context; who waits for the one connection is called in that of whoever gave it back.
const { AsyncLocalStorage } = require('node:async_hooks');

const tenant = new AsyncLocalStorage();
const trail = [];

class Pool {
  #idle = [{ id: 1 }];
  #waiting = [];

  acquire(use) {
    const connection = this.#idle.pop();
    if (connection) use(connection);
    else this.#waiting.push(use);
  }

  release(connection) {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
}

const pool = new Pool();
const audit = (text) => trail.push(`${tenant.getStore()}: ${text}`);
function report(name, done) {
  pool.acquire((connection) => {
    audit(`query of ${name}`);
    setTimeout(() => {
      pool.release(connection);
      done();
    }, 10);
  });
}

let open = 3;
for (const name of ['acme', 'globex', 'initech']) {
  tenant.run(name, () => report(name, () => --open === 0 && console.log(trail.length)));
}
