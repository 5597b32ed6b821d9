// expect: nothing
// Who comes before the places are there stands in line; who comes later has looked, and is called in the next tick.
'use strict';
const { readFile } = require('node:fs');

class Gazetteer {
  constructor() {
    this.places = null;
    this.queue = [];
    readFile(__filename, () => {
      this.places = new Map([['Ullapool', { x: 10 }]]);
      for (const waiting of this.queue.splice(0)) waiting();
    });
  }
  whenLoaded(callback) {
    if (this.places) process.nextTick(callback);
    else this.queue.push(callback);
  }
  find(name) {
    return this.places.get(name);
  }
}

const gazetteer = new Gazetteer();
for (const ms of [0, 40, 80]) setTimeout(() => gazetteer.whenLoaded(() => console.log(gazetteer.find('Ullapool').x)), ms);
