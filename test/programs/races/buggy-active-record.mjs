// expect: race.atomicity 27 ; race.atomicity 45 ; race.atomicity 64
// What was found is changed and put back as a whole: by the record itself, or by a store that puts it over what is there.
import { setTimeout as delay } from 'node:timers/promises';

const users = new Map([[1, { id: 1, credits: 10, name: 'Ann' }]]);

class User {
  constructor(row) {
    Object.assign(this, row);
  }

  static async find(id) {
    await delay(2);
    return users.has(id) ? new User(users.get(id)) : null;
  }

  async save() {
    await delay(2);
    users.set(this.id, { ...this });
  }
}

async function spend(id, n) {
  const user = await User.find(id);
  if (!user || user.credits < n) throw new Error('too few');
  user.credits -= n;
  await user.save();
}

const values = { theme: 'dark', visits: 0 };
const settings = {
  stored: values,
  async load() {
    await delay(2);
    return { ...this.stored };
  },
  async save(all) {
    await delay(2);
    this.stored = { ...this.stored, ...all };
  },
};
async function visit() {
  const all = await settings.load();
  all.visits++;
  await settings.save(all);
}

const carts = new Map([['ann', { items: 0, note: '' }]]);
class Cart {
  static async of(owner) {
    await delay(2);
    return Object.assign(new Cart(), { owner, ...carts.get(owner) });
  }

  async store() {
    await delay(2);
    carts.set(this.owner, { items: this.items, note: this.note });
  }
}
async function add(owner, n) {
  const cart = await Cart.of(owner);
  cart.items += n;
  await delay(1);
  await cart.store();
}

await Promise.all([spend(1, 3), spend(1, 4), visit(), visit(), add('ann', 1), add('ann', 2)]);
console.log(users.get(1).credits < 10, settings.stored.visits > 0, carts.get('ann').items > 0);
