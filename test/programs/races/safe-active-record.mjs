// expect: nothing
// Near twin of buggy-active-record: one after the other for each record, by version, or with another record each.
import { setTimeout as delay } from 'node:timers/promises';

const users = new Map([
  [1, { id: 1, credits: 10, version: 1 }],
  [2, { id: 2, credits: 10, version: 1 }],
]);

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
    if (users.get(this.id).version !== this.version) return false;
    users.set(this.id, { ...this, version: this.version + 1 });
    return true;
  }
}

async function spend(id, n) {
  for (;;) {
    const user = await User.find(id);
    user.credits -= n;
    if (await user.save()) return;
  }
}

const carts = new Map([
  ['ann', { items: 0, note: '' }],
  ['bob', { items: 0, note: '' }],
]);
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
const turns = new Map();
function add(owner, n) {
  const turn = (turns.get(owner) ?? Promise.resolve()).then(async () => {
    const cart = await Cart.of(owner);
    cart.items += n;
    await cart.store();
  });
  turns.set(owner, turn);
  return turn;
}

const settings = {
  stored: { theme: 'dark', visits: 0 },
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
  await delay(1);
  await settings.save({ visits: settings.stored.visits + 1 });
}
async function show() {
  const all = await settings.load();
  await settings.save({ shown: all.theme });
}

await Promise.all([spend(1, 3), spend(1, 4), spend(2, 1), add('ann', 1), add('ann', 2), add('bob', 1), visit(), show()]);
console.log(users.get(1).credits, settings.stored.shown, carts.get('ann').items);
