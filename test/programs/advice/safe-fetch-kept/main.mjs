// expect: nothing
// More requests at once each time: fetch opens a connection for each that is under way, and keeps it for the next.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = http.createServer((request, response) => setTimeout(() => response.end(request.url), 5)).listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}/`;

async function visit(page) {
  const response = await fetch(base + page);
  return response.text();
}

let answers = 0;
for (let width = 1; width <= 26; width++) {
  answers += (await Promise.all(Array.from({ length: width }, (_, page) => visit(page)))).length;
  await sleep(10);
}
console.log(answers);
process.exit(0);
