// expect: nothing
// The client of the library is closed when both questions have been answered, the second one after a pause.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';

const tries = new Map();
const server = http.createServer((request, response) => {
  const n = (tries.get(request.url) ?? 0) + 1;
  tries.set(request.url, n);
  response.statusCode = request.url === '/tide' && n === 1 ? 503 : 200;
  response.end(request.url);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

class Almanac {
  #client;

  constructor(origin) {
    this.#client = new Client(origin);
  }

  async look(word) {
    let status = await this.#ask(word);
    if (status !== 200) {
      await delay(30);
      status = await this.#ask(word);
    }
    return status;
  }

  async #ask(word) {
    const { statusCode, body } = await this.#client.request({ method: 'GET', path: `/${word}` });
    await body.dump();
    return statusCode;
  }

  async close() {
    await this.#client.close();
  }
}

const almanac = new Almanac(`http://127.0.0.1:${server.address().port}`);
const moon = almanac.look('moon');
const tide = almanac.look('tide').catch((error) => error.code);
console.log('moon', await moon);
console.log('tide', await tide);
await almanac.close();
server.close();
