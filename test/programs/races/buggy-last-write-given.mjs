// expect: race.order.last-write 12 ; race.order.last-write 24
// What is kept in the end is the older note: the call that was given it had to wait longer. The second time nobody waited for the first call any more.
import { setTimeout as carry } from 'node:timers/promises';

class Board {
  constructor() {
    this.note = 'empty';
  }

  async pin(note, way) {
    await carry(way);
    this.note = note;
    return note.length;
  }
}

function makeSign() {
  let shown = 'closed';
  return {
    shown: () => shown,
    async turn(text) {
      const way = text === 'open' ? 80 : 10;
      await carry(way);
      shown = text;
    },
  };
}

const board = new Board();
await Promise.all([board.pin('tea at four', 70), board.pin('tea at five', 10)]);
console.log(board.note);

const sign = makeSign();
await Promise.race([sign.turn('open'), carry(25)]);
await sign.turn('back soon');
await carry(120);
console.log(sign.shown());
