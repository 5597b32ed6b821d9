// expect: nothing
// The rooms of a cave are walked one by one, each of them is marked as seen, and the doors that are found in a room are read from a compressed plan only after that. How far one is, is only told.
'use strict';
const zlib = require('node:zlib');

const doors = { hall: ['nook', 'shaft'], nook: [], shaft: ['lake'], lake: [] };
const rooms = [];

function enter(name) {
  rooms.push({ name, begun: false, seen: false });
}

function fetchPlan(name, done) {
  setTimeout(() => done(zlib.deflateSync(doors[name].join(','))), 5);
}

function walk(room) {
  fetchPlan(room.name, (plan) => {
    room.seen = true;
    zlib.inflate(plan, (error, text) => {
      if (error) throw error;
      for (const name of text.toString().split(',').filter(Boolean)) {
        rooms.push({ name, begun: false, seen: false });
      }
    });
  });
}

enter('hall');
const timer = setInterval(() => {
  const next = rooms.find((room) => !room.begun);
  if (next) {
    next.begun = true;
    walk(next);
  } else {
    console.error('so far', rooms.every((room) => room.seen));
  }
}, 9);
setTimeout(clearInterval, 150, timer);
process.on('exit', () => console.log(rooms.length));
