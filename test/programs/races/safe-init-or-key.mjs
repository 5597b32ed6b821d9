// expect: nothing
// Whoever finds no name yet asks for it, and only what has none there is answered with the code.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

async function load() {
  await delay(600);
  return { kg: 'kilogram', m: 'metre' };
}

class Units {
  names = {};
  async start() {
    const names = await load();
    this.names = names;
  }
  async nameOf(code) {
    return this.names[code] ?? (await load())[code] ?? code;
  }
}

const units = new Units();
units.start();
const server = createServer(async (request, response) => response.end(await units.nameOf(request.url.slice(1)))).listen(0);
await once(server, 'listening');
const answer = await fetch(`http://127.0.0.1:${server.address().port}/kg`);
console.log(await answer.text());
server.closeAllConnections();
server.close();
