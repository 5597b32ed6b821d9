// expect: promise.never-settles 45
// The first visitor leaves in the middle, so the only desk is never free again. Says `late` when the second one has waited long enough.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const desks = { free: 1, line: [] };

function sitDown() {
  if (desks.free > 0) {
    desks.free--;
    return Promise.resolve();
  }
  return new Promise((resolve) => desks.line.push(resolve));
}

function getUp() {
  const next = desks.line.shift();
  if (next) next();
  else desks.free++;
}

const server = http.createServer(async (request, response) => {
  await sitDown();
  response.on('finish', getUp);
  await pause(60);
  if (!response.destroyed) tell(response, `served ${request.url}`);
});

function tell(stream, text) {
  stream.end(text);
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const at = `http://127.0.0.1:${server.address().port}`;

const first = http.get(`${at}/one`, { agent: false });
first.on('error', () => {});
await once(server, 'request');
first.destroy();
await pause(100);

async function visit(path) {
  const response = await fetch(at + path, { headers: { connection: 'close' } });
  return response.text();
}
setTimeout(() => console.log('late'), 4_000);
console.log(await visit('/two'));
server.close();
