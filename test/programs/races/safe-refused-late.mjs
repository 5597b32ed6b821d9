// expect: nothing
// Who comes too late is turned away, and nobody could have passed along with the first one: a claim before the wait, a second look, a mark of what is under way, a lock, a place in a queue. And
// what is no claim: a cache, the end of a session, a count of failures.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const prizes = [...Array(20).keys()];
const fetchPrize = async () => {
  const prize = prizes.shift();
  await delay(3);
  return `prize ${prize}`;
};
const refuse = (reason) => {
  throw new Error(reason);
};

const [claimed, seen, busy, done, locked, queued] = Array.from({ length: 6 }, () => new Set());
const cached = new Map();
const sessions = new Map([['T', 'mo']]);
const door = { failures: 0 };
const mutex = new Mutex();
let tail = Promise.resolve();

const routes = {
  async claim(code) {
    if (claimed.has(code)) throw new Error('claimed');
    claimed.add(code);
    return fetchPrize();
  },
  async twice(code) {
    if (seen.has(code)) throw new Error('seen');
    const prize = await fetchPrize();
    if (seen.has(code)) throw new Error('seen meanwhile');
    seen.add(code);
    return prize;
  },
  async busy(code) {
    if (busy.has(code)) throw new Error('busy');
    if (done.has(code)) throw new Error('done');
    busy.add(code);
    try {
      const prize = await fetchPrize();
      done.add(code);
      return prize;
    } finally {
      busy.delete(code);
    }
  },
  lock(code) {
    return mutex.runExclusive(async () => {
      if (locked.has(code)) return refuse('locked');
      const prize = await fetchPrize();
      locked.add(code);
      return prize;
    });
  },
  queue(code) {
    const run = tail.then(async () => {
      if (queued.has(code)) throw new Error('queued');
      const prize = await fetchPrize();
      queued.add(code);
      return prize;
    });
    tail = run.catch(() => {});
    return run;
  },
  async cache(code) {
    if (cached.has(code)) return cached.get(code);
    const prize = await fetchPrize();
    cached.set(code, prize);
    return prize;
  },
  async leave(code) {
    if (!sessions.has(code)) throw new Error('no session');
    await delay(3);
    sessions.delete(code);
    return 'bye';
  },
  async fail() {
    if (door.failures >= 1) throw new Error('later');
    await delay(3);
    door.failures++;
    throw new Error('failed');
  },
};

const server = http.createServer(async (request, response) => {
  try {
    response.end(await routes[request.url.slice(1)]('T'));
  } catch (error) {
    response.writeHead(409).end(error.message);
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

async function ask(route, afterMs) {
  await delay(afterMs);
  const answer = await fetch(`${url}/${route}`);
  await answer.text();
  return answer.status;
}

for (const route of Object.keys(routes)) {
  console.log(route, (await Promise.all([ask(route, 1), ask(route, 60)])).join());
}
server.close();
