// expect: race.order.use-before-init 13,17; race.order.use-before-init 41,31
// A list of prices, and one of the sorts, are loaded in the background, and take the place of empty ones; requests that come before find nothing in them.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Prices {
  #byName = new Map();

  constructor(answered) {
    loadPrices(answered)
      .then((prices) => {
        this.#byName = prices;
      })
      .catch(console.error);
  }
  of = (name) => this.#byName.get(name) ?? 0;
}

async function loadPrices(answered) {
  await answered;
  return new Map([
    ['pear', 3],
    ['plum', 2],
  ]);
}

let sorts = [];
async function loadSorts(answered) {
  await answered;
  sorts = await delay(10, ['pear', 'plum']);
}

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const prices = new Prices(answered);
const loading = loadSorts(answered);

const server = http.createServer((request, response) => {
  const name = request.url.slice(1);
  const isKnown = sorts.includes(name);
  response.end(isKnown ? `${prices.of(name)}` : `unknown, ${prices.of(name)}`);
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask(name) {
  const [response] = await once(http.get({ port: server.address().port, path: `/${name}`, agent: false }), 'response');
  return (await response.toArray()).join('');
}
console.log(await ask('pear'));
answer();
await loading;
console.log(await ask('pear'));
server.close();
