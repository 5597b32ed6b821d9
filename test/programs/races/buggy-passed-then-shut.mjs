// expect: race.check-then-act 19,18,34
// A press that is shut down while a sheet is on its way is printing again behind that.
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
    // Also after a day with several sheets.
    if (this.state === SHUT) throw new Error('the press has been shut down');
    this.feed(sheet, done);
  }

  feed(sheet, done) {
    setTimeout(() => {
      this.enter(WARM);
      this.sheets.push(sheet);
      setTimeout(() => {
        this.enter(PRINTING);
        done();
      }, 60);
    }, 20);
  }

  enter(state) {
    this.state = state;
  }
}

const press = new Press();
const print = (sheet) => new Promise((resolve) => press.print(sheet, resolve));
await Promise.all([print('a'), delay(40).then(() => print('b'))]);
await print('c');
const last = print('d');
await delay(50);
press.enter(SHUT);
await last;
console.log(press.state === SHUT, press.sheets.length);
