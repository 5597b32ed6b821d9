// expect: nothing
// As in microtask-own-heartbeat, but what is due meanwhile is a look at its connections that the server of Node takes by itself.
const http = require('node:http');

const step = async (n) => n + 1;

async function count(to) {
  let n = 0;
  while (n < to) n = await step(n);
  return n;
}

const server = http.createServer({ connectionsCheckingInterval: 40 }, (request, response) => response.end());
server.listen(0, '127.0.0.1', async () => {
  console.log(await count(150_000));
  setTimeout(() => server.close(), 100);
});
