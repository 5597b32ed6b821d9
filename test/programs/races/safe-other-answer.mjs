// expect: nothing
// Whoever waits looks for its own entry again, or waits for what is loaded for its own key, or for all; or asks for the same.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Users {
  #known = new Map();
  #bus = new EventEmitter();
  #loading = false;

  constructor(load) {
    this.load = load;
  }

  async find(id) {
    for (;;) {
      const known = this.#known.get(id);
      if (known) return known;
      if (!this.#loading) break;
      await once(this.#bus, 'loaded');
    }
    this.#loading = true;
    try {
      const user = await this.load(id);
      this.#known.set(id, user);
      return user;
    } finally {
      this.#loading = false;
      this.#bus.emit('loaded');
    }
  }
}

const rates = {};
const asked = new Map();

async function rateOf(currency) {
  if (rates[currency]) return rates[currency];
  if (asked.has(currency)) {
    const rate = await asked.get(currency);
    return rate;
  }
  const answer = delay(20, currency.length);
  asked.set(currency, answer);
  rates[currency] = await answer;
  asked.delete(currency);
  return rates[currency];
}

const places = new Map();
const bus = new EventEmitter();
let isListing = false;

async function placeOf(name) {
  const known = places.get(name);
  if (known) return known;
  if (isListing) {
    const [all] = await once(bus, 'listed');
    return all[name];
  }
  isListing = true;
  const all = await delay(20, { mill: 1, port: 2 });
  places.set(name, all[name]);
  bus.emit('listed', all);
  isListing = false;
  return all[name];
}

const users = new Users((id) => delay(20, { id }));
const found = await Promise.all([users.find('ann'), users.find('bob'), users.find('ann')]);
console.log(found.map(({ id }) => id).join());
console.log(await Promise.all([rateOf('dollar'), rateOf('yen'), rateOf('yen')]));
console.log(await Promise.all([placeOf('mill'), placeOf('port'), placeOf('mill')]));
