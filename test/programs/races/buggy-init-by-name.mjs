// expect: race.order.use-before-init 9,14
// A part of the program is put under its name when it has been read, and taken by it through a function that only gives it. Nothing makes a visitor wait.
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
void startClock();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
await sleep(40);
const answer = await fetch(`http://127.0.0.1:${server.address().port}/`);
console.log((await answer.text()).length);
server.close();
server.closeAllConnections();
