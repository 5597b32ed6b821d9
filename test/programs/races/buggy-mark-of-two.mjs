// expect: race.atomicity 16,21,12 ; race.atomicity 35,43,30
// A mark says that somebody is at work. Two are, and the first one who is done takes it back for both.
import { setTimeout as delay } from 'node:timers/promises';

class Press {
  #prints = false;
  sheets = [];
  off = false;

  async print(text, ms) {
    const line = text.toUpperCase();
    this.#prints = true;
    await delay(ms);
    this.sheets.push(this.off ? `${line}, by hand` : line);

    this.#prints = false;
  }

  switchOff() {
    // Not while it prints.
    if (this.#prints) throw new Error('prints');
    this.off = true;
  }
}

const cellar = { open: false, casks: 3, locked: false };
async function fetchCask(slow) {
  const takes = slow ? 20 : 5;

  cellar.open = true;
  await delay(takes);
  try {
    cellar.casks -= 1;
  } finally {
    cellar.open = false;
  }
}

async function lockUp() {
  for (;;) {
    await delay(1);

    if (!cellar.open) break;
  }
  cellar.locked = true;
}

const press = new Press();
const jobs = [press.print('menu', 5), press.print('poster', 25)];
const casks = [fetchCask(false), fetchCask(true)];
const locked = lockUp();
await Promise.all([jobs[0], casks[0]]);
await delay(2);
press.switchOff();
await Promise.all([...jobs, ...casks, locked]);
console.log(press.sheets.length, cellar.casks, cellar.locked);
