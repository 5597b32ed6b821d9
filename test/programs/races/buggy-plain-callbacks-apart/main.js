// expect: race.atomicity main.js:11
// Three trips are noted at once: each asks how far the van has gone, and stores that with its own way added.
'use strict';
const fleet = require('./fleet.cjs');

const trips = [12, 40, 7];
let noted = 0;

function note(kilometres) {
  fleet.askMeter('van', (meter) => {
    fleet.storeMeter('van', { ...meter, km: meter.km + kilometres }, () => {
      if (++noted === trips.length) fleet.askMeter('van', ({ km }) => console.log('the van has', km));
    });
  });
}

trips.forEach((kilometres) => note(kilometres));
