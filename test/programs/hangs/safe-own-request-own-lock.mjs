// expect: nothing
// Lets go of its own lock before it asks its own server, whose handler wants the lock.
import http from 'node:http';

class Turnstile {
  #taken = false;
  #line = [];
  async enter() {
    if (!this.#taken) {
      this.#taken = true;
      return;
    }
    await new Promise((go) => this.#line.push(go));
  }
  leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#taken = false;
  }
}

const orders = new Turnstile();
const states = new Map();

async function checkout(base, id) {
  await orders.enter();
  states.set(id, 'open');
  orders.leave();
  const answer = await fetch(`${base}/paid/${id}`);
  return await answer.text();
}

async function paid(id) {
  await orders.enter();
  states.set(id, 'paid');
  orders.leave();
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
