// expect: nothing
// A loop has all emitters tell something, and all have one listener: they are parts of one job, and none of what they tell is newer than the rest.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const found = { some: '' };
async function ask({ name, bank }) {
  await delay(bank);
  return name.toUpperCase();
}
let left = 3;
const banks = [30, 15, 3].map((bank) => Object.assign(new EventEmitter(), { bank, name: `bank ${bank}` }));
for (const bank of banks) {
  bank.on('ask', async () => {
    found.some = await ask(bank);
    if (--left === 0) console.log(found.some !== '');
  });
}
for (const bank of banks) bank.emit('ask');
