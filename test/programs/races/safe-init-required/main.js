// expect: nothing
'use strict';
// The first visitor is greeted when the texts have come, and so is the second one.
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

load().then(() => door.emit('visitor', 'ann'));
later.push(() => door.emit('visitor', 'bob'));
process.on('exit', () => console.log(greeted.length));
