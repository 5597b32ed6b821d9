// expect: nothing
// never: loop.microtask-starvation
// Each look lets the others in first: the server is up after a few.
import http from 'node:http';

const server = http.createServer((request, response) => response.end('ok'));

async function listening(ms) {
  const end = performance.now() + ms;
  while (!server.isUp && performance.now() < end) await new Promise(setImmediate);
  return server.isUp === true;
}

server.listen(0, '127.0.0.1', () => {
  server.isUp = true;
});
const isUp = await listening(900);
console.log(isUp ? 'listens' : 'gave up');
process.exit(isUp ? 0 : 1);
