// expect: race.order.last-write 39,13,18
// The tide table gives up a gauge that is slow, and hears from it all the same.
const { EventEmitter } = require('events');

class Radio extends EventEmitter {
  constructor(patience) {
    super();
    this.patience = patience;
  }

  ask(gauge, done) {
    const limit = setTimeout(() => {
      done(new Error(`${gauge} says nothing`));
    }, this.patience);

    this.once(gauge, (level) => {
      clearTimeout(limit);
      done(null, level);
    });
    this.emit('asked', gauge);
  }
}

const radio = new Radio(15);
const delays = { pier: 4, sluice: 40 };
radio.on('asked', (gauge) => {
  setTimeout(() => radio.emit(gauge, gauge.length * 11), delays[gauge]);
});

const table = {};

function fill(gauge) {
  const row = { state: 'asked', level: null };
  table[gauge] = row;
  radio.ask(gauge, (error, level) => {
    // One line a gauge.
    record(row, error, level);
    row.noted = true;
    row.state = error ? 'silent' : 'heard';
  });
  return row;
}

function record(row, error, level) {
  if (!error) row.level = level;
}

for (const gauge of Object.keys(delays)) fill(gauge);
setTimeout(() => {
  for (const [gauge, { state, level, noted }] of Object.entries(table)) console.log(gauge, noted, state.length > 0, level !== 0);
}, 80);
