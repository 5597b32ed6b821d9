// expect: nothing
// The server is made when it has been loaded.
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

class Catalog {
  #parts = [];
  #prices = new Map();

  async load() {
    this.#parts = await delay(15, [{ id: 'bolt' }, { id: 'nut' }]);
    for (const { id } of this.#parts) this.#prices.set(id, id.length * 5);
  }

  find(id) {
    return this.#parts.find((part) => part.id === id);
  }

  priceOf(id) {
    return this.#prices.get(id);
  }
}

const catalog = new Catalog();
await catalog.load();

const server = http.createServer((request, response) => {
  const [, kind, id] = request.url.split('/');
  if (kind === 'parts') {
    const part = catalog.find(id);
    if (!part) return response.writeHead(404).end();
    return response.end(part.id);
  }
  const price = catalog.priceOf(id);
  if (price === undefined) return response.writeHead(404).end();
  return response.end(String(price));
});

server.listen(0, '127.0.0.1', async () => {
  await delay(80);
  for (const path of ['parts/bolt', 'prices/bolt']) {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/${path}`);
    console.log(answer.status);
  }
  server.close();
  server.closeAllConnections();
});
