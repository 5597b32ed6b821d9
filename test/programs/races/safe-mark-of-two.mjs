// expect: nothing
// Who is at work is counted, or there is one at a time, or nobody goes by the mark while the second is at work.
import { setTimeout as delay } from 'node:timers/promises';

class Press {
  #printing = 0;
  sheets = [];
  off = false;

  async print(text, ms) {
    this.#printing++;
    await delay(ms);
    this.sheets.push(this.off ? `${text}, by hand` : text);
    this.#printing--;
  }

  switchOff() {
    if (this.#printing > 0) return false;
    this.off = true;
    return true;
  }
}

const cellar = { open: false, casks: 3 };
let turn = Promise.resolve();
function fetchCask(ms) {
  const fetched = turn.then(async () => {
    cellar.open = true;
    await delay(ms);
    cellar.casks -= 1;
    cellar.open = false;
  });
  turn = fetched;
  return fetched;
}

const stove = { hot: false, pots: 0 };
async function cook(ms) {
  stove.hot = true;
  await delay(ms);
  stove.pots++;
  stove.hot = false;
}

const press = new Press();
const jobs = [press.print('menu', 5), press.print('poster', 15), fetchCask(5), fetchCask(5), cook(5), cook(15)];
await delay(8);
const isOff = press.switchOff();
await Promise.all(jobs);
console.log(isOff, cellar.open ? 'open' : 'closed', cellar.casks, stove.hot ? 'hot' : 'cold', stove.pots);
