// expect: race.check-then-act 21,29,30
// A beacon calls its station. A new call cancels what was left for later, also the next try, and when it has failed too it goes by the mark of that.
'use strict';
const fs = require('node:fs');

function beacon(station) {
  const later = [];
  let waiting = false;
  let answered = 0;
  let place = station;

  function call(report) {
    while (later.length > 0) later.shift()();
    fs.access(place, (error) => {
      if (!error) {
        answered++;
        if (report) report();
        return;
      }
      if (report) report(error);
      else if (!waiting) tryLater();
    });
  }

  function tryLater() {
    if (waiting) {
      return;
    }
    waiting = true;
    const timer = setTimeout(() => {
      call((error) => {
        waiting = false;
        if (error) tryLater();
      });
    }, 120);
    later.push(() => clearTimeout(timer));
  }

  return { call, answers: () => answered, move: (to) => { place = to; } };
}

const tower = beacon('no such station');
tower.call();
setTimeout(() => tower.call(), 30);
// the station is on the air again
setTimeout(() => tower.move(__filename), 80);
setTimeout(() => console.log('answers', tower.answers()), 400);
