// expect: nothing
// never: context.lost
'use strict';
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const http = require('node:http');

class Pool {
  free = [{ id: 1 }, { id: 2 }];
  waiters = [];

  acquire(use) {
    const connection = this.free.pop();
    if (connection) use(connection);
    else this.waiters.push(AsyncResource.bind(use));
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

// The first request of each kind makes a logger for all of them: whoever calls it tells for whom.
const loggers = new Map();
function loggerFor(kind) {
  if (!loggers.has(kind)) {
    const log = (text) => audit.push(`${kind} ${current.getStore()?.user} ${text}`);
    loggers.set(kind, { info: (text) => log(text) });
  }
  return loggers.get(kind);
}
function load(key, done) {
  loggerFor(key.length % 2 === 0 ? 'even' : 'odd').info('asks');
  pool.acquire((connection) => {
    audit.push(`${current.getStore()?.user} loads ${key}`);
    setTimeout(() => {
      pool.release(connection);
      done(key);
    }, 15);
  });
}

const server = http.createServer((req, res) => {
  current.run({ user: req.headers['x-user'] }, () => load(req.url, (key) => res.end(key)));
});
server.listen(0, '127.0.0.1', async () => {
  const ask = async (user) => (await fetch(`http://127.0.0.1:${server.address().port}/${user}`, { headers: { 'x-user': user } })).text();
  const answers = await Promise.all(['ann', 'beno', 'cem', 'dean', 'eve', 'fay'].map(ask));
  console.log(answers.length, audit.length);
  server.close();
  server.closeAllConnections();
});
