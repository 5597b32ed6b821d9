// expect: nothing
// As in blocked-injected-due, but the program asks its server only when the table is there: nothing has come in meanwhile.
const fastify = require('fastify');

const app = fastify();
let table;
app.get('/length', async () => ({ length: table }));

function fill() {
  const until = process.cpuUsage().user + 150_000;
  let total = 0;
  while (process.cpuUsage().user < until) for (let i = 0; i < 100_000; i++) total = (total * 31 + i) | 0;
  return typeof total;
}

app.ready(() => {
  setImmediate(async () => {
    table = fill();
    await null;
    const answer = await app.inject('/length');
    console.log(answer.statusCode);
  });
});
