// expect: race.check-then-act 18,26
// A tour of houses says when all have been seen; a house that is shut is counted, and nobody looks whether it was the last.
const { EventEmitter } = require('node:events');

function look(house, callback) {
  setTimeout(() => callback(null, house % 5 === 0 ? 'shut' : 'yard'), house * 22);
}

function tour(houses) {
  const emitter = new EventEmitter();
  emitter.pending = 0;
  emitter.stop = () => {
    emitter.stopped = true;
  };
  for (const house of houses) {
    emitter.pending++;
    look(house, (error, place) => {
      emitter.pending--;
      if (emitter.stopped || place === 'shut') return;
      emitter.emit('place', house, place);
      check();
    });
  }

  function check() {
    if (emitter.pending === 0) emitter.emit('end');
  }
  return emitter;
}

const walk = tour([1, 2, 3, 4, 5]);
const seen = [];
walk.on('place', (house) => seen.push(house));
walk.on('end', () => console.log('all seen'));
setTimeout(() => console.log(seen.length), 160);
