// expect: nothing
// never: await.in-loop await.sequential
// Nobody wants anything of the answers but that they came, or what they say depends on those before, or ends the search.
import http from 'node:http';
import { once } from 'node:events';
import { request } from 'undici';

let turn = 0;
const server = http.createServer((req, res) => {
  setTimeout(() => {
    if (req.url.startsWith('/turn')) turn = turn * 2 + req.url.length;
    res.writeHead(200, { 'x-turn': String(turn) }).end('done');
  }, 45);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const steps = ['a', 'b', 'c', 'd', 'e', 'f'];

async function warmUp() {
  for (const step of steps) await (await fetch(`${base}/${step}`)).text();
}

async function each() {
  for (const step of steps) {
    const reply = await fetch(`${base}/${step}`);
    if (!reply.ok) throw new Error(step);
    await reply.arrayBuffer();
  }
}

async function turns() {
  const seen = [];
  for (const step of steps) {
    const { headers, body } = await request(`${base}/turn/${step}`);
    await body.dump();
    seen.push(headers['x-turn']);
  }
  return seen.length;
}

async function firstAnswer() {
  for (const step of steps) {
    const { statusCode, body } = await request(`${base}/look/${step}`);
    await body.dump();
    if (statusCode === 404) return step;
  }
  return undefined;
}

await warmUp();
await each();
console.log(await turns(), await firstAnswer());
server.close();
server.closeAllConnections();
