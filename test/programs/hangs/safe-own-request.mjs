// expect: nothing
// Waits for answers of its own server that are still to come: the next event of a stream that has begun, and what a watcher will answer.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-own-'));
const waiting = [];
fs.watch(folder, (event, file) => {
  for (const response of waiting.splice(0)) response.end(file);
});

const server = http.createServer((request, response) => {
  if (request.url === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: hello\n\n');
  } else waiting.push(response);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

async function nextChange() {
  const answer = await fetch(`${base}/change`);
  console.log(await answer.text());
}
async function listen() {
  const answer = await fetch(`${base}/events`);
  for await (const piece of answer.body) console.log(new TextDecoder().decode(piece));
}
setTimeout(() => console.log('late'), 4000);
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
await Promise.all([nextChange(), listen()]);
