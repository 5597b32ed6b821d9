// expect: nothing
const http = require('node:http');
const { once } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');

async function handle(req, res) {
  const context = { steps: 0, user: req.url };
  req.context = context;
  const before = context.steps;
  await delay(2);
  context.steps = before + 1;
  const again = req.context.steps;
  await delay(1);
  req.context.steps = again + 1;
  res.end(String(context.steps));
}

async function main() {
  const server = http.createServer((req, res) => void handle(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const all = await Promise.all([1, 2, 3].map(async (i) => (await fetch(`${url}${i}`)).text()));
  console.log(all.join(' '));
  server.close();
  server.closeAllConnections();
}
main();
