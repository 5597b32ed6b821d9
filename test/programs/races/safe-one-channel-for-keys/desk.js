'use strict';
const { EventEmitter } = require('node:events');

const drawn = { town: new Map(), coast: new Map() };
const busy = {};
const desk = new EventEmitter();

function inTurn([first, second], done) {
  first((sheet) => second(sheet, done));
}

function hand(kind, place, draw, fold, done) {
  const known = drawn[kind].get(place);
  if (known) {
    fold(known, done);
  } else if (busy[place]) {
    desk.once(place, done);
  } else {
    busy[place] = true;
    desk.once(place, done);
    inTurn([draw, fold], (folded) => {
      busy[place] = false;
      desk.emit(place, folded);
    });
  }
}

module.exports = { drawn, hand };
