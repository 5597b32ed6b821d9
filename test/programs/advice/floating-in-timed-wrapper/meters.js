'use strict';
const { setTimeout: pause } = require('node:timers/promises');

async function read(house, name) {
  await pause(8);
  return { house, name, watts: 40 };
}

module.exports = { read };
