// expect: race.order.last-write 17 ; race.order.last-write 22
// Answers that are stored after a comparison that does not tell which of two is newer: with a number that is always the same, or with a place that nobody keeps up to date.
import { once } from 'node:events';
import http from 'node:http';

const LEAST = 2;
const waiting = [];
const ask = (name) => new Promise((resolve) => waiting.push(() => resolve({ name })));

let clock = 0;
const limits = { first: 0 };
let text = '';
let title = '';
async function show(name) {
  const answer = await ask(name);
  if (answer.name.length > LEAST) {
    text = answer.name;
  }
}
async function head(name, at = ++clock) {
  const answer = await ask(name);
  if (limits.first < at) title = answer.name;
}

const server = http.createServer(async (request, response) => {
  const name = request.url.slice(1);
  if (name === 'limits') limits.first = 0;
  else if (name !== '') await Promise.all([show(name), head(name)]);
  response.end(text + title);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const get = async (path) => (await fetch(base + path)).text();
await get('/limits');
const asked = async (path, count) => {
  const answer = get(path);
  while (waiting.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return { answer };
};
const both = [await asked('/older', 2), await asked('/newer', 4)];
for (const answer of waiting.splice(0).toReversed()) {
  answer();
  await new Promise((resolve) => setImmediate(resolve));
}
for (const { answer } of both) await answer;
console.log(await get('/'));
server.closeAllConnections();
server.close();
