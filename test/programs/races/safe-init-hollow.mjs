// expect: nothing
// Requests wait for what is loaded, or ask whether it is there; a cache that they fill themselves is warmed up beside it, a list grows, and flags have defaults that are meant.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Prices {
  #byName = new Map();
  #loaded;

  constructor(answered) {
    this.#loaded = loadPrices(answered).then((prices) => {
      this.#byName = prices;
    });
  }
  async of(name) {
    await this.#loaded;
    return this.#byName.get(name) ?? 0;
  }
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

let stock = {};
let isCounted = false;
async function count(answered) {
  await answered;
  stock = await delay(10, { pear: 7 });
  isCounted = true;
}

let weights = {};
async function warmUp(answered) {
  await answered;
  weights = await delay(10, { pear: 150, plum: 60 });
}
function weightOf(name) {
  return (weights[name] ??= name.length * 40);
}

let asked = [];
async function restore(answered) {
  await answered;
  asked = [...(await delay(10, ['plum'])), ...asked];
}

let look = { sale: false };
function loadLook(answered) {
  answered
    .then(() => delay(10, { sale: true }))
    .then((loaded) => {
      look = loaded;
    })
    .catch(console.error);
}

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const prices = new Prices(answered);
const loading = Promise.all([loadSorts(answered), count(answered), warmUp(answered), restore(answered)]);
loadLook(answered);

const server = http.createServer(async (request, response) => {
  const name = request.url.slice(1);
  asked.push(name);
  const isKnown = sorts.length === 0 || sorts.includes(name);
  const left = isCounted ? stock[name] : 'some';
  response.end(`${isKnown} ${left} ${look.sale ? 'sale' : ''} ${weightOf(name)} ${await prices.of(name)}`);
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function ask(name) {
  const [response] = await once(http.get({ port: server.address().port, path: `/${name}`, agent: false }), 'response');
  return (await response.toArray()).join('');
}
const first = ask('pear');
await delay(50);
answer();
console.log(await first);
await loading;
await delay(20);
console.log(await ask('pear'));
server.close();
