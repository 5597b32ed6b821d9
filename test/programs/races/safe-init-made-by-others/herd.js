'use strict';
const cows = new Map([
  ['bess', { name: 'bess', stall: 'north', litres: 12 }],
  ['dora', { name: 'dora', stall: 'south', litres: 9 }],
]);

exports.find = async (name) => cows.get(name);
