// expect: deadlock.actual 20
// Keeps a lock while it asks its own server, whose handler wants the lock. Says `late` when the request is old enough.
import http from 'node:http';
import { Mutex } from 'async-mutex';

const orders = new Mutex();
const states = new Map();

async function checkout(base, id) {
  const release = await orders.acquire();
  try {
    const answer = await fetch(`${base}/paid/${id}`);
    return await answer.text();
  } finally {
    release();
  }
}

function paid(id) {
  return orders.runExclusive(() => states.set(id, 'paid'));
}

const server = http.createServer(async (request, response) => {
  const [, action, id] = request.url.split('/');
  const base = `http://127.0.0.1:${server.address().port}`;
  if (action === 'checkout') response.end(await checkout(base, id));
  else {
    await paid(id);
    response.end('thanks');
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

setTimeout(() => console.log('late'), 3_000);
const answer = await fetch(`${base}/checkout/7`);
console.log(await answer.text());
server.close();
