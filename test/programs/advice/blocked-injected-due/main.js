// expect: loop.blocked main.js:14 | loop.blocked main.js:15 | loop.blocked main.js:16 | loop.blocked main.js:22
// The table is filled in while a request, which the program has sent itself, is being answered.
const fs = require('node:fs/promises');
const fastify = require('fastify');

const app = fastify();
let table = 'none';
app.get('/length', async () => {
  for (let size = 0; size === 0 || table === 'none'; ) ({ size } = await fs.stat(__filename));
  return { length: table };
});

function fill() {
  const until = process.cpuUsage().user + 150_000;
  let total = 0;
  while (process.cpuUsage().user < until) for (let i = 0; i < 100_000; i++) total = (total * 31 + i) | 0;
  return typeof total;
}

app.ready(() => {
  app.inject('/length', (error, answer) => console.log(error ?? answer.statusCode));
  setTimeout(() => (table = fill()), 20);
});
