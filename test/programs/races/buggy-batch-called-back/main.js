// expect: race.atomicity 17 ; race.atomicity 28
// What sends the list has taken all of it when it calls back, in another file or in this one: what came before that is thrown away with the rest.
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
    transmit(this.waves, (error) => {
      if (error) return done(error);
      this.waves.length = 0;
      done();
    });
  }
}

const depths = [];
const save = (list, callback) => setTimeout(callback, 40, null, JSON.stringify(list));
function saveDepths(done) {
  save(depths, (error, text) => {
    sent.push(text);
    depths.splice(0);
    done(error);
  });
}

const buoy = new Buoy();
const measure = (n) => {
  buoy.note(n);
  depths.push(n * 10);
};
measure(1);
const end = () => console.log(sent.length);
buoy.report(end);
saveDepths(end);
setTimeout(measure, 15, 2);
