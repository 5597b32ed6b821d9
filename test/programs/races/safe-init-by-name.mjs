// expect: nothing
// A part of the program is put under its name when it has been read, and taken by it through a function that only gives it. The server listens when it is there.
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const parts = new Map();
const part = (name) => parts.get(name);

async function startClock() {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  const zone = text.length > 0 ? 'CET' : 'UTC';
  parts.set('clock', { now: () => `noon ${zone}` });
}

const server = http.createServer((request, response) => {
  response.end(part('clock').now());
});
await startClock();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
await sleep(40);
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
console.log((await answer.text()).length);
server.close();
server.closeAllConnections();

// What is put under a key of its own is there for whoever has put it there.
const drawers = new Map();
const drawer = (id) => drawers.get(id);
async function openDrawer(id) {
  await sleep(1);
  drawers.set(id, { things: [] });
}
async function put(id, thing) {
  await openDrawer(id);
  drawer(id).things.push(thing);
}
await Promise.all([put('d1', 'pen'), put('d2', 'ink')]);
console.log(drawer('d1').things.length);
