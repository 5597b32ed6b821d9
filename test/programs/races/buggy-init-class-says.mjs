// expect: race.order.use-before-init 18,13
// The class says that it has no prices yet; that an answer has a property of that name says nothing of it.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';

class Shop {
  constructor() {
    this.prices = null;
  }
  async open() {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    this.prices = { tea: text.length };
  }
  answer(name) {
    const { length } = name;
    if (length === 0) return '';
    return JSON.stringify({ name, prices: this.prices[name] });
  }
}

const shop = new Shop();
shop.open();
const server = http.createServer((request, response) => response.end(shop.answer('tea')));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
setTimeout(async () => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { connection: 'close' } });
  console.log(response.status);
  server.close();
}, 60);
