// expect: nothing
// The mark stays while the round is written down, and who comes then waits for the next round, which a timer begins: all who wait are told at the end of that.
const { EventEmitter } = require('node:events');

const rounds = new EventEmitter();
const state = { isRunning: false, count: 0 };

function write(done) {
  setTimeout(done, 80);
}

function round() {
  if (state.isRunning) {
    rounds.once('done', (count) => console.log('joined', count));
    return;
  }
  state.isRunning = true;
  setTimeout(() => {
    state.count++;
    rounds.emit('done', state.count);
    write(() => {
      state.isRunning = false;
    });
  }, 40);
}

round();
setTimeout(round, 80);
setTimeout(round, 200);
setTimeout(round, 220);
