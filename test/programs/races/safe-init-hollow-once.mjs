// expect: nothing
// Whoever asks early waits for what is loaded, or is told whether it is there yet; and elsewhere the empty list means that there is nobody.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const shop = { lamps: [], loadedAt: undefined };
let chairs = [];
let guests = [];

async function load(answered) {
  shop.lamps = await answered;
  shop.loadedAt = Date.now();
}
let loading;
function loadChairs(answered) {
  loading = answered.then(() => delay(10, ['stool', 'bench'])).then((names) => {
    chairs = names;
  });
}

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const lamps = http.createServer((request, response) => {
  const since = shop.loadedAt === undefined ? 'never' : 'a moment ago';
  response.end(JSON.stringify({ since, lamps: shop.lamps.map((name) => ({ name })) }));
});
load(answered);
loadChairs(answered);

const seats = http.createServer(async (request, response) => {
  await loading;
  response.end(chairs.join());
});
const door = http.createServer((request, response) => {
  response.end(guests.join());
  guests = [...guests, request.url];
});

async function ask(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const [response] = await once(http.get({ port: server.address().port, agent: false }), 'response');
  const text = (await response.toArray()).join('');
  server.close();
  return text;
}
console.log(await ask(lamps), await ask(door));
setTimeout(answer, 30, ['arc', 'desk']);
console.log(await ask(seats));
