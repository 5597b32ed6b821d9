// expect: nothing
// A tour of houses says when all have been seen; whoever has found what he looked for stops it, and is told nothing more.
const { EventEmitter } = require('node:events');

function look(house, callback) {
  setTimeout(() => callback(null, house % 3 === 0 ? 'garden' : 'yard'), house * 22);
}

function tour(houses) {
  const emitter = new EventEmitter();
  emitter.pending = 0;
  emitter.stop = () => {
    emitter.stopped = true;
    emitter.emit('stop');
  };
  for (const house of houses) {
    emitter.pending++;
    look(house, (error, place) => {
      emitter.pending--;
      if (emitter.stopped) return;
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
walk.on('place', (house, place) => {
  if (place === 'garden') walk.stop();
});
walk.on('stop', () => console.log('found'));
walk.on('end', () => console.log('all seen'));
