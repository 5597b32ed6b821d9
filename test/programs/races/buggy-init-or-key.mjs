// expect: race.order.use-before-init 16,19
// The one request that comes while the names of the units are loaded is answered with the code instead.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

async function load() {
  await delay(1500);
  return { kg: 'kilogram', m: 'metre' };
}

class Units {
  names = {};
  async start() {
    const names = await load();
    this.names = names;
  }
  nameOf(code) {
    return this.names[code] ?? code;
  }
}

const units = new Units();
units.start();
const server = createServer((request, response) => response.end(units.nameOf(request.url.slice(1)))).listen(0);
await once(server, 'listening');
const answer = await fetch(`http://127.0.0.1:${server.address().port}/kg`);
console.log(await answer.text());
server.closeAllConnections();
server.close();
