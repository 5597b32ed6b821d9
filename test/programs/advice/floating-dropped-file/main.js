// expect: promise.floating main.js:24 | race.fs.torn-read main.js:26
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const file = path.join(os.tmpdir(), `menu-${process.pid}.txt`);
fs.writeFileSync(file, 'soup\n');
process.on('exit', () => fs.rmSync(file));

function fetchDishes() {
  return new Promise((resolve) => setTimeout(resolve, 3, ['rice', 'beans']));
}

function print(dishes) {
  const lines = dishes.map((dish) => `${dish}\n`).join('');
  return new Promise((resolve) => setTimeout(resolve, 20)).then(() => fs.promises.writeFile(file, lines));
}

// No async function anywhere: the next step reads the menu of yesterday.
fetchDishes()
  .then((dishes) => {
    console.log(dishes.length, 'dishes');
    print(dishes);
  })
  .then(() => fs.promises.readFile(file, 'utf8'))
  .then((menu) => console.log(menu.trim()));
