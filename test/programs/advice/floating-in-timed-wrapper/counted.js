'use strict';
const { performance } = require('node:perf_hooks');

const laps = [];

function counted(name, work) {
  return function (...given) {
    const began = performance.now();
    const note = () => laps.push({ name, ms: performance.now() - began });
    work.apply(this, given).finally(note);
  };
}

module.exports = { counted, laps };
