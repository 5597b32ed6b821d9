// expect: loop.microtask-starvation main.js:9
// Whoever watches this program from outside hears nothing of it while it counts; the interval need not keep it alive for that.
const http = require('node:http');

const step = async (n) => n + 1;

async function count(to) {
  let n = 0;
  while (n < to) n = await step(n);
  return n;
}

const server = http.createServer((request, response) => response.end());
setInterval(() => process.stdout.write('.'), 40).unref();
server.listen(0, '127.0.0.1', async () => {
  console.log(await count(150_000));
  setTimeout(() => server.close(), 100);
});
