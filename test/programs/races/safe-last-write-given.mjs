// expect: nothing
// Each call waits for the one before it, or looks whether a newer one has come; of several runners in a loop the name says that it is of whoever came in last.
import { setTimeout as carry } from 'node:timers/promises';

class Board {
  #before = Promise.resolve();
  constructor() {
    this.note = 'empty';
  }

  pin(note, way) {
    this.#before = this.#before.then(async () => {
      await carry(way);
      this.note = note;
    });
    return this.#before;
  }
}

function makeSign() {
  let shown = 'closed';
  let wanted = 0;
  return {
    shown: () => shown,
    async turn(text) {
      const mine = ++wanted;
      const way = text === 'open' ? 80 : 10;
      await carry(way);
      if (mine !== wanted) return;
      shown = text;
    },
  };
}

const race = { lastIn: '', finished: '' };
async function run(name, way) {
  await carry(way);
  race.lastIn = name;
  race.finished = name;
}

const board = new Board();
await Promise.all([board.pin('tea at four', 70), board.pin('tea at five', 10)]);
console.log(board.note);

const sign = makeSign();
await Promise.race([sign.turn('open'), carry(25)]);
await sign.turn('back soon');
await carry(120);
console.log(sign.shown());

const runners = [['ann', 60], ['bert', 30]];
await Promise.all(runners.map(([name, way]) => run(name, way)));
console.log(race.lastIn, race.finished);
