// expect: loop.microtask-starvation main.mjs:9
// Until the server listens each look at its address asks for the next one by a microtask: the tick that would tell waits for all of them, and nothing else has begun.
import http from 'node:http';

const server = http.createServer((request, response) => response.end('ok'));

async function listening(ms) {
  const end = performance.now() + ms;
  while (!server.isUp && performance.now() < end) await null;
  return server.isUp === true;
}

server.listen(0, '127.0.0.1', () => {
  server.isUp = true;
});
const isUp = await listening(900);
console.log(isUp ? 'listens' : 'gave up');
process.exit(isUp ? 0 : 1);
