// expect: nothing
// What is put back as a whole was copied after the wait, or has what is there by now, or what the caller gave.
import { setTimeout as delay } from 'node:timers/promises';

const store = { balance: 100, owner: '' };
const users = new Map([['ann', { visits: 0, name: 'Ann' }]]);

class Settings {
  theme = 'dark';
  changes = 0;
  async change(patch) {
    await delay(2);
    const next = { ...this, ...patch, changes: this.changes + 1 };
    Object.assign(this, next);
  }
}

async function pay(amount) {
  const draft = structuredClone(store);
  draft.owner = `who paid ${amount}`;
  await delay(2);
  draft.balance = store.balance - amount;
  Object.assign(store, draft);
}

async function visit(id) {
  const user = users.get(id);
  const next = { ...user, name: id };
  await delay(2);
  Object.assign(user, next);
  user.visits++;
}

const settings = new Settings();
await Promise.all([settings.change({ theme: 'light' }), settings.change({ size: 3 }), pay(10), pay(20), visit('ann'), visit('ann')]);
console.log(settings.changes > 0, store.balance < 100, users.get('ann').visits > 0);
