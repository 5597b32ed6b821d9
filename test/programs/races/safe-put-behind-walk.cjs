// expect: nothing
// The readings are taken away from under the loop before it begins; what comes under the same name waits for the next round. A list of names that is gone through and then left empty gets only new ones,
// to which the loop still comes.
'use strict';
const { EventEmitter } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');

class Station extends EventEmitter {
  constructor() {
    super();
    this.waiting = new Map();
    this.uploaded = [];
    this.visitors = new Set(['ada']);
    this.on('measured', (sensor, value) => this.waiting.set(sensor, value));
  }

  async upload() {
    const batch = this.waiting;
    this.waiting = new Map();
    for (const [sensor, value] of batch) {
      await delay(25);
      this.uploaded.push(`${sensor}=${value}`);
    }
    batch.clear();
  }

  async greet() {
    for (const visitor of this.visitors) {
      await delay(25);
      this.uploaded.push(visitor);
    }
    this.visitors.clear();
  }
}

const station = new Station();
station.emit('measured', 'roof', 14);
station.emit('measured', 'cellar', 9);
Promise.all([station.upload(), station.greet()]).then(async () => {
  await station.upload();
  console.log(station.uploaded.join(' '));
});
setTimeout(() => {
  station.emit('measured', 'roof', 17);
  station.visitors.add('bob');
}, 12);
