// expect: race.atomicity 15,13,20 ; race.atomicity 31,29,26 ; race.atomicity 40,38,45
// The host of one setting and the port of the next; a price by one table in the currency of another one; and a greeting put together from two guests. Each is taken in two steps.
import { setTimeout as sleep } from 'node:timers/promises';

const config = { host: 'a.example', port: 1000 };
const dialled = [];
async function connect(host, port) {
  await sleep(1);
  dialled.push(`${host}:${port}`);
}

async function dial() {
  const host = config.host;
  await sleep(6);
  await connect(host, config.port);
}

// Both are stored in one step.
function reload(host, port) {
  config.host = host;
  config.port = port;
}

class Rates {
  #table = { rate: 1.1, currency: 'EUR' };
  refresh(rate, currency) { this.#table = { rate, currency }; }

  async quote(amount) {
    const price = amount * this.#table.rate;
    await sleep(6);
    return { price, currency: this.#table.currency };
  }
}

let guest = { title: 'Dr', name: 'Ada' };
const seat = async () => sleep(6);
async function greet() {
  const { title } = guest;
  await seat();
  return `${title} ${guest.name}`;
}

async function next() {
  await sleep(1);
  guest = { title: 'Prof', name: 'Ben' };
}

const rates = new Rates();
setTimeout(() => reload('b.example', 2000), 2);
setTimeout(() => rates.refresh(140, 'JPY'), 2);
const [, quote, greeting] = await Promise.all([dial(), rates.quote(10), greet(), next()]);
console.log(dialled.length, typeof quote.price, typeof greeting);
