// expect: nothing
// Only a press that has been shut down takes no job; in whatever other state it is, a job may come, and the state goes its way.
import { setTimeout as delay } from 'node:timers/promises';

const COLD = 0;
const WARM = 1;
const PRINTING = 2;
const SHUT = 3;

class Press {
  constructor() {
    this.state = COLD;
    this.sheets = [];
  }

  print(sheet, done) {
    if (this.state === SHUT) throw new Error('the press has been shut down');
    this.feed(sheet, done);
  }

  feed(sheet, done) {
    setTimeout(() => {
      this.enter(WARM);
      setTimeout(() => {
        this.enter(PRINTING);
        this.sheets.push(sheet);
        done();
      }, 60);
    }, 20);
  }

  enter(state) {
    this.state = state;
  }

  shutDown() {
    this.enter(SHUT);
  }
}

async function day(press, starts) {
  await Promise.all(
    starts.map(async (at) => {
      await delay(at);
      await new Promise((resolve) => press.print(`sheet ${at}`, resolve));
    }),
  );
  press.shutDown();
  return press.sheets.length;
}

const long = await day(new Press(), [0, 40, 200]);
const short = await day(new Press(), [0, 40]);
console.log(long, short);
