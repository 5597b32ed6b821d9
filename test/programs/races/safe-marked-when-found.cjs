// expect: nothing
// The rooms of a cave are walked one by one, and each of them is marked as seen when the doors that are found in it have been added.
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
    zlib.inflate(plan, (error, text) => {
      if (error) throw error;
      for (const name of text.toString().split(',').filter(Boolean)) {
        rooms.push({ name, begun: false, seen: false });
      }
      room.seen = true;
    });
  });
}

enter('hall');
const timer = setInterval(() => {
  const next = rooms.find((room) => !room.begun);
  if (next) {
    next.begun = true;
    walk(next);
  } else if (rooms.every((room) => room.seen)) {
    clearInterval(timer);
    console.log('the cave is known', rooms.length > 0);
  }
}, 9);
