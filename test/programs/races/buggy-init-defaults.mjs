// expect: race.order.use-before-init 10,17
// The program starts with limits that stand in its code, and a request comes before those that it loads are there.
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

let limits = { lines: 3 };
async function loadLimits(answered) {
  const text = await readFile(new URL(import.meta.url), 'utf8');
  limits = { ...limits, lines: text.length, after: await answered };
}

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const server = http.createServer((request, response) => {
  const lines = Number(request.url.slice(1));
  response.statusCode = lines > limits.lines ? 422 : 200;
  response.end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const loading = loadLimits(answered);

async function ask(lines) {
  const [response] = await once(http.get({ port: server.address().port, path: `/${lines}`, agent: false }), 'response');
  await once(response.resume(), 'end');
  return response.statusCode;
}
console.log(await ask(7));
answer(1);
await loading;
console.log(await ask(7));
server.close();
