// expect: nothing
// The level is asked for when the pump has done its work.
'use strict';
const fs = require('node:fs');
const tank = require('./tank');

async function pump(litres) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return litres < 100 ? litres : 100;
}

async function irrigate(litres) {
  const used = await pump(litres);
  return used;
}

async function water(field) {
  const used = await irrigate(field.litres);
  tank.fill(tank.level() - used);
  console.log(field.name.replace('south', 'the south').split(' ').join('-'));
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
