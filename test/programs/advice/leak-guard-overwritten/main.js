// expect: timer.leak main.js:12
// stop-after: 5
'use strict';
// Asked twice to end, a link sets a guard each time, and the one that is kept is cleared: the other one waits out its half minute.
const { EventEmitter } = require('node:events');

function linkOf(wire) {
  let guard;
  let isOver = false;
  function end() {
    wire.emit('fin');
    guard = setTimeout(over, 30_000, 'late');
  }
  function over(how) {
    if (isOver) return;
    isOver = true;
    clearTimeout(guard);
    console.log('over', how);
  }
  wire.on('closed', over);
  return { end };
}

const wire = new EventEmitter();
const link = linkOf(wire);
setTimeout(() => link.end(), 5);
setTimeout(() => link.end(), 15);
setTimeout(() => wire.emit('closed', 'in time'), 30);
