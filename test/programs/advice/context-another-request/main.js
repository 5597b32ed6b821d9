// expect: context.lost main.js:36 | context.lost main.js:31
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');

// Who waits for a connection is called by whoever gives one back, and then has the user of that one.
class Pool {
  free = [{ id: 1 }, { id: 2 }];
  waiters = [];

  acquire(use) {
    const connection = this.free.pop();
    if (connection) use(connection);
    else this.waiters.push(use);
  }

  release(connection) {
    const next = this.waiters.shift();
    if (next) next(connection);
    else this.free.push(connection);
  }
}

const pool = new Pool();
const current = new AsyncLocalStorage();
const audit = [];
function note(text) {
  audit.push(`${current.getStore()?.user} ${text}`);
}
function load(key, done) {
  pool.acquire((connection) => {
    setTimeout(() => {
      pool.release(connection);
      done(key);
    }, 60);
    note(`loads ${key}`);
  });
}

const server = http.createServer((req, res) => {
  current.run({ user: req.headers['x-user'] }, () => load(req.url, (key) => res.end(key)));
});
server.listen(0, '127.0.0.1', async () => {
  const ask = async (user) => (await fetch(`http://127.0.0.1:${server.address().port}/${user}`, { headers: { 'x-user': user } })).text();
  const answers = await Promise.all(['ann', 'ben', 'cem', 'dee', 'eve', 'fay'].map(ask));
  console.log(answers.length, audit.length);
  server.close();
  server.closeAllConnections();
});
