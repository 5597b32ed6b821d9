// expect: nothing
// Requests are let in when the limits are there. What an interval renews is as it was until then.
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
  response.statusCode = lines > limits.lines || newest.settings?.length === 0 ? 422 : 200;
  response.end();
});
await once(server.listen(0, '127.0.0.1'), 'listening');
answer(1);
await loadLimits(answered);
let newest = { settings: null };
const renewed = new Promise((resolve) => {
  const timer = setInterval(async () => {
    clearInterval(timer);
    newest = { ...newest, settings: await readFile(new URL(import.meta.url), 'utf8') };
    resolve();
  }, 200);
});

async function ask(lines) {
  const [response] = await once(http.get({ port: server.address().port, path: `/${lines}`, agent: false }), 'response');
  await once(response.resume(), 'end');
  return response.statusCode;
}
console.log(await ask(7));
await renewed;
console.log(await ask(7));
server.close();
