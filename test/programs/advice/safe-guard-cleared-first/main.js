// expect: nothing
'use strict';
// Asked twice to end, a link clears the guard of the first time before it sets the second.
const { EventEmitter } = require('node:events');

function linkOf(wire) {
  let guard;
  let isOver = false;
  function end() {
    wire.emit('fin');
    clearTimeout(guard);
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
