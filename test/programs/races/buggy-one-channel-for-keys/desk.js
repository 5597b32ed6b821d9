'use strict';
const { EventEmitter } = require('node:events');

const drawn = { town: new Map(), coast: new Map() };
const busy = { town: false, coast: false };
const desk = new EventEmitter();

function inTurn([first, second], done) {
  first((sheet) => second(sheet, done));
}

function hand(kind, place, draw, fold, done) {
  const known = drawn[kind].get(place);
  if (known) {
    fold(known, done);
  } else if (busy[kind]) {
    desk.once(kind, done);
  } else {
    busy[kind] = true;
    desk.once(kind, done);
    inTurn([draw, fold], (folded) => {
      busy[kind] = false;
      desk.emit(kind, folded);
    });
  }
}

module.exports = { drawn, hand };
