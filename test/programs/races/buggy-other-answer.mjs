// expect: race.check-then-act 18,22 ; race.check-then-act 40,44
// One flag says that something is being loaded: whoever waits for that gets what was loaded for another key.
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
    const known = this.#known.get(id);
    if (known) return known;
    if (this.#loading) {
      const [user] = await once(this.#bus, 'loaded');
      return user;
    }
    this.#loading = true;
    try {
      const user = await this.load(id);
      this.#known.set(id, user);
      this.#bus.emit('loaded', user);
      return user;
    } finally {
      this.#loading = false;
    }
  }
}

const rates = {};
let asking;
let answer;

async function rateOf(currency) {
  if (rates[currency]) return rates[currency];
  if (asking) {
    const rate = await answer;
    return rate;
  }
  asking = currency;
  let tell;
  answer = new Promise((resolve) => (tell = resolve));
  await delay(20);
  rates[currency] = currency.length;
  tell(rates[currency]);
  asking = undefined;
  return rates[currency];
}

const users = new Users((id) => delay(20, { id }));
const found = await Promise.all([users.find('ann'), users.find('bob')]);
console.log(found.map(({ id }) => id).join());
console.log(await Promise.all([rateOf('dollar'), rateOf('yen')]));
