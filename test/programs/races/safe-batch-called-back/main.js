// expect: nothing
// The list is taken out before it is sent; or what sends it comes back to it until nothing is left.
'use strict';
const { sent, transmit } = require('./wire.cjs');

class Buoy {
  constructor() {
    this.waves = [];
  }
  note(height) {
    this.waves.push(`${height} m`);
  }
  report(done) {
    if (this.waves.length === 0) return done();
    const batch = this.waves.splice(0);
    transmit(batch, (error) => {
      if (error) this.waves.unshift(...batch);
      done(error);
    });
  }
}

const depths = [];
function save(list, callback, at = 0) {
  if (at >= list.length) return callback(null);
  sent.push(list[at]);
  setTimeout(save, 10, list, callback, at + 1);
}
function saveDepths(done) {
  save(depths, (error) => {
    depths.length = 0;
    done(error);
  });
}

const buoy = new Buoy();
const measure = (n) => {
  buoy.note(n);
  depths.push(n * 10);
};
measure(1);
measure(2);
const end = () => console.log(sent.length);
buoy.report(end);
saveDepths(end);
setTimeout(measure, 5, 3);
