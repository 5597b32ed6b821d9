// expect: nothing
// The rooms of a cave are walked one by one, each of them is marked as seen, and the doors that are found in a room are read from a compressed plan only after that; how many plans are being read is counted.
'use strict';
const zlib = require('node:zlib');

const doors = { hall: ['nook', 'shaft'], nook: [], shaft: ['lake'], lake: [] };
const rooms = [];
let reading = 0;

function enter(name) {
  rooms.push({ name, begun: false, seen: false });
}

function fetchPlan(name, done) {
  setTimeout(() => done(zlib.deflateSync(doors[name].join(','))), 5);
}

function walk(room) {
  fetchPlan(room.name, (plan) => {
    room.seen = true;
    reading++;
    zlib.inflate(plan, (error, text) => {
      if (error) throw error;
      for (const name of text.toString().split(',').filter(Boolean)) {
        rooms.push({ name, begun: false, seen: false });
      }
      reading--;
    });
  });
}

enter('hall');
const timer = setInterval(() => {
  const next = rooms.find((room) => !room.begun);
  if (next) {
    next.begun = true;
    walk(next);
  } else if (reading === 0 && rooms.every((room) => room.seen)) {
    clearInterval(timer);
    console.log('the cave is known', rooms.length > 0);
  }
}, 9);
