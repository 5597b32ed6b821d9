// expect: race.order.use-before-init main.js:12,texts.js:10
'use strict';
// The first visitor is greeted before the texts have come; the second one after it.
const { EventEmitter } = require('node:events');
const { texts, load, later } = require('./texts');

const door = new EventEmitter();
const greeted = [];

door.on('visitor', (name) => {
  try {
    greeted.push(texts.hello.replace('{name}', name));
  } catch {
    greeted.push('');
  }
});

load();
setImmediate(() => door.emit('visitor', 'ann'));
later.push(() => door.emit('visitor', 'bob'));
process.on('exit', () => console.log(greeted.length));
