// expect: await.sequential@info main.mjs:15 ; await.sequential@info main.mjs:23 ; await.sequential@info main.mjs:29
// Two questions over HTTP, each with the body of its answer: what has come of the first goes into no part of the second.
import http from 'node:http';
import { once } from 'node:events';
import { request } from 'undici';

const server = http.createServer((req, res) => {
  setTimeout(() => res.setHeader('x-age', '4').end(JSON.stringify({ of: req.url })), 50);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;

async function trip(train) {
  const seats = await fetch(`${base}/seats/${train}`);
  const free = await seats.json();
  const weather = await fetch(`${base}/weather`);
  const sky = await weather.json();
  return { free: free.of, sky: sky.of };
}

async function menu(day) {
  const soups = await (await fetch(`${base}/soups/${day}`)).json();
  const cakes = await (await fetch(`${base}/cakes/${day}`)).json();
  return [soups.of, cakes.of];
}

async function ages(name) {
  const page = await request(`${base}/page${name}`);
  await page.body.dump();
  const picture = await request(`${base}/picture`);
  await picture.body.dump();
  return [page.headers['x-age'], picture.headers['x-age']];
}

let last = 1;
for (let i = 0; i < 3; i++) {
  const { sky } = await trip(last);
  const [soup] = await menu(sky.length);
  last = (await ages(soup)).length;
}
console.log(last);
server.close();
server.closeAllConnections();
