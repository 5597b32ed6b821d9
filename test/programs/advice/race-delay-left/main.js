// expect: timer.leak main.js:8 ; timer.leak main.js:17
// stop-after: 5
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Kiln {
  constructor(seconds) {
    this.over = new Promise((resolve) => setTimeout(resolve, seconds * 1000, 'cold'));
  }

  fire(jobs) {
    return Promise.race([Promise.all(jobs).then(() => 'fired'), this.over]);
  }
}

async function firstGlaze(colours) {
  return Promise.race([Promise.any(colours.map(mix)), sleep(60_000, 'none')]);
}

const mix = (colour) => new Promise((resolve) => setImmediate(resolve, colour));

async function main() {
  console.log(await new Kiln(60).fire([mix('red'), mix('blue')]), await firstGlaze(['green']));
}
main();
