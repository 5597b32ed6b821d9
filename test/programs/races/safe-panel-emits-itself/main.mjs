// expect: nothing
// The panel drops the answer for a city that is not on it any more; and a board of gauges tells of each reading as it comes, whichever gauge that was; a desk says which word an answer is for.
import { EventEmitter } from 'node:events';
import { Panel } from './panel.mjs';

class Desk extends EventEmitter {
  asked = '';
  answer = null;

  ask(word, ms) {
    this.asked = word;
    setTimeout((answer) => {
      this.answer = answer;
      this.emit('answered', word, answer);
    }, ms, word.toUpperCase());
  }
}

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
const desk = new Desk();
const answers = {};
desk.on('answered', (word, answer) => {
  answers[word] = answer;
});
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
setTimeout(() => desk.ask('rail', 80), 10);
setTimeout(() => desk.ask('sea', 20), 40);
setTimeout(() => board.read(20, 7), 35);
setTimeout(() => console.log(shown, readings, answers), 160);
