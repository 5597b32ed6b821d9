// expect: race.atomicity 19,13
// What comes first puts the coins into the state of the request, what comes second reckons with them after a wait.
import http from 'node:http';
import { stat } from 'node:fs/promises';

const middlewares = [];
const app = { use: (fn) => middlewares.push(fn) };
const wallet = { coins: 50 };
let arrived = 0;
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));
app.use(async (ctx, next) => {
  ctx.state.coins = wallet.coins;
  await next();
});
app.use(async (ctx) => {
  if (++arrived === 2) setImmediate(letGo);
  await Promise.all([bothAreThere, stat('.')]);
  wallet.coins = ctx.state.coins - 5;
  ctx.res.end('ok');
});

const run = (ctx, i) => (i < middlewares.length ? middlewares[i](ctx, () => run(ctx, i + 1)) : undefined);
const server = http.createServer((req, res) => {
  run({ req, res, state: {} }, 0);
});
server.listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  await Promise.all([fetch(url), fetch(url)].map(async (answer) => (await answer).text()));
  console.log(wallet.coins);
  server.close();
  server.closeAllConnections();
});
