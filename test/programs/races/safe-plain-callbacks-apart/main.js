// expect: nothing
// One trip in several legs asks once, and stores after each leg what it has counted itself; the next trip comes when this one is over.
'use strict';
const fleet = require('./fleet.cjs');

function note(legs, done) {
  fleet.askMeter('van', (meter) => {
    let { km } = meter;
    let open = legs.length;
    for (const leg of legs) {
      km += leg;
      fleet.storeMeter('van', { ...meter, km }, () => {
        if (--open === 0) done();
      });
    }
  });
}

note([12, 40], () => note([7, 3], () => fleet.askMeter('van', ({ km }) => console.log('the van has', km))));
