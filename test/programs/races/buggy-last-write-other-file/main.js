// expect: race.order.last-write box.js:11
'use strict';
const { Box } = require('./box');

const answers = new Map();
const lookup = (text) => new Promise((resolve) => answers.set(text, () => resolve([`${text} 1`, `${text} 2`])));

const box = new Box(lookup);
const first = box.type('b');
setTimeout(() => {
  const second = box.type('be');
  answers.get('be')();
  setTimeout(answers.get('b'), 20);
  Promise.all([first, second]).then(() => console.log(box.text, box.found.join()));
}, 20);
