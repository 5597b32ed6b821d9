// expect: race.order.use-after-close 23,15
// One step sets a timer that uses the line; the round is ended by somebody else, whenever that is.
import { EventEmitter } from 'node:events';

const player = new EventEmitter();
let line = null;

function begin(round) {
  line = { round, sent: 0 };
}

player.on('left', (round) => {
  console.log('round', round, line.sent);
  setImmediate(() => {
    line = null;
  });
});

function run(round) {
  begin(round);
  if (line) {
    setTimeout(() => {
      line.sent++;
    }, 10);
  }
}

run(1);
setTimeout(() => player.emit('left', 1), 60);
