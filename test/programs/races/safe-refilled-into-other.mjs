// expect: nothing
// Each request makes a list of its own, after waits, and puts it in the place of the other when it is full. What is noted beside it is the same for all.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const fleet = { ships: [], sizes: {} };

async function sizeOf(name) {
  await sleep(60);
  return { tons: name.length };
}

async function lookAround() {
  await sleep(5);
  const names = ['Ann', 'Beagle', 'Cutty'];
  await sleep(5);
  const found = [];
  for (const name of names) {
    fleet.sizes[name] = await sizeOf(name);
    found.push(name);
  }
  fleet.ships = found;
}

const server = http.createServer(async (request, response) => {
  await lookAround();
  response.end(fleet.ships.map((name) => `${name} ${fleet.sizes[name].tons}`).join());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const ask = async () => (await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { connection: 'close' } })).text();
await ask();
const first = ask();
await sleep(80);
console.log((await Promise.all([first, ask()])).length);
server.close();
