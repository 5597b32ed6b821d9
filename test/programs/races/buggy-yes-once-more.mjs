// expect: race.check-then-act 17,16
import { setTimeout as delay } from 'node:timers/promises';

const dialled = [];

async function dial(number) {
  await delay(30);
  dialled.push(number);
  return dialled.length > 0;
}

const line = {
  isOpen: false,
  number: 4711,
  async open() {
    if (line.isOpen) return;
    line.isOpen = await dial(line.number);
  },
};

await Promise.all([line.open(), line.open()]);
console.log(dialled.length);
