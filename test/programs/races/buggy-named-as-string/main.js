// expect: race.atomicity main.js:20,main.js:18,tank.js:5
// What another file exports may be named as a method of strings or arrays is.
'use strict';
const fs = require('node:fs');
const tank = require('./tank');

async function pump(litres) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return litres < 100 ? litres : 100;
}

async function irrigate(level, litres) {
  const used = await pump(litres);
  return level - used;
}

async function water(field) {
  const level = tank.level();
  const left = await irrigate(level, field.litres);
  tank.fill(left);
}

// the timetable of the fields
fs.readFile(__filename, 'utf8', (error, text) => {
  if (error) throw error;
  const fields = text.split('\n').filter((line) => line.includes('field'));
  void water({ name: 'south', litres: Math.min(30, fields.length * 10) });
});

// somebody presses the button
setTimeout(async () => {
  await water({ name: 'garden', litres: 20 });
  console.log('left', tank.level());
}, 120);
