// expect: race.atomicity 14,12 ; race.atomicity 22,19 ; race.atomicity 29,27
// What was copied before a wait is changed and put back as a whole.
import { setTimeout as delay } from 'node:timers/promises';

const store = { balance: 100, owner: '' };
const users = new Map([['ann', { visits: 0, name: 'Ann' }]]);

class Settings {
  theme = 'dark';
  changes = 0;
  async change(patch) {
    const next = { ...this, ...patch, changes: this.changes + 1 };
    await delay(2);
    Object.assign(this, next);
  }
}

async function pay(amount) {
  const draft = structuredClone(store);
  draft.balance -= amount;
  await delay(2);
  Object.assign(store, draft);
}

async function visit(id) {
  const user = users.get(id);
  const next = { ...user, visits: user.visits + 1 };
  await delay(2);
  Object.assign(user, next);
}

const settings = new Settings();
await Promise.all([settings.change({ theme: 'light' }), settings.change({ size: 3 }), pay(10), pay(20), visit('ann'), visit('ann')]);
console.log(settings.changes > 0, store.balance < 100, users.get('ann').visits > 0);
