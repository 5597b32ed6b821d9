// expect: race.order.use-before-init 22,11; race.order.use-before-init 28,15
// Nothing but the page shows what is loaded at the start: whoever asks for it early gets an empty one.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const shop = { lamps: [] };
let chairs = [];

async function load(answered) {
  shop.lamps = await answered;
}
function loadChairs(answered) {
  answered.then(() => delay(10, ['stool', 'bench'])).then((names) => {
    chairs = names;
  });
}

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const lamps = http.createServer((request, response) => {
  response.end(JSON.stringify({ lamps: shop.lamps.map((name) => ({ name })) }));
});
load(answered);
loadChairs(answered);

const seats = http.createServer((request, response) => {
  response.end(chairs.join());
});

async function ask(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const [response] = await once(http.get({ port: server.address().port, agent: false }), 'response');
  const text = (await response.toArray()).join('');
  server.close();
  return text;
}
console.log(await ask(lamps), await ask(seats));
answer(['arc', 'desk']);
