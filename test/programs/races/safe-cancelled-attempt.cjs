// expect: nothing
// A beacon calls its station. Nobody calls while a try is left for later; and at the end, who gives up cancels that, and looks at the mark in a later step for the log.
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

  function giveUp() {
    waiting = false;
    while (later.length > 0) later.shift()();
    fs.access(place, (error) => console.log(waiting ? 'waiting' : 'idle', error ? 'off' : 'on', 'the air'));
  }

  return { call, busy: () => waiting, giveUp, answers: () => answered, move: (to) => { place = to; } };
}

const tower = beacon('no such station');
tower.call();
setTimeout(() => tower.busy() || tower.call(), 30);
// the station is on the air again
setTimeout(() => tower.move(__filename), 80);
setTimeout(() => {
  console.log('answers', tower.answers());
  tower.move('no such station');
  tower.call();
}, 400);
setTimeout(() => tower.giveUp(), 460);
