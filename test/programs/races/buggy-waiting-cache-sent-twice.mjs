// expect: race.check-then-act 27,30
// As safe-waiting-cache-filled-twice.mjs, but what both do behind the look is sent: the same answer twice is no comfort.
import { setTimeout as sleep } from 'node:timers/promises';

class Store {
  #rows = new Map();

  async get(key) {
    await sleep(2);
    return this.#rows.get(key);
  }

  async set(key, row) {
    await sleep(2);
    this.#rows.set(key, row);
  }
}

const store = new Store();

async function sendInvitation(guest) {
  await sleep(40);
  return { to: guest, state: 'sent' };
}

async function invite(guest) {
  const known = await store.get(`guest/${guest}`);
  if (known) return known;
  const receipt = await sendInvitation(guest);
  await store.set(`guest/${guest}`, receipt);
  return receipt;
}

const receipts = await Promise.all([invite('ada'), invite('ada'), invite('bob')]);
console.log(receipts.length, (await invite('ada')).state);
