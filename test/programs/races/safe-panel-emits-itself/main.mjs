// expect: nothing
// The panel drops the answer for a city that is not on it any more; and a board of gauges tells of each reading as it comes, whichever gauge that was.
import { EventEmitter } from 'node:events';
import { Panel } from './panel.mjs';

class Board extends EventEmitter {
  value = 0;

  read(ms, value) {
    setTimeout(() => {
      this.value = value;
      this.emit('reading', this);
    }, ms);
  }
}

const panel = new Panel();
const board = new Board();
let shown = '';
let readings = 0;
panel.on('changed', ({ city, days }) => {
  shown = `${city}: ${days.join(' ')}`;
});
board.on('reading', (from) => {
  readings += from.value;
});
setTimeout(() => panel.choose('bergen'), 5);
setTimeout(() => panel.choose('oslo'), 30);
setTimeout(() => board.read(80, 4), 10);
setTimeout(() => board.read(20, 7), 35);
setTimeout(() => console.log(shown, readings), 160);
