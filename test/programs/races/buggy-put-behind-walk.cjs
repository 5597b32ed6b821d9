// expect: race.atomicity 30
// Readings that wait to be uploaded, by sensor: a sensor that has been uploaded measures again before the last one is done, and is thrown away with the rest.
'use strict';
const { EventEmitter } = require('node:events');

const upload = (sensor, value, done) => setTimeout(done, 25, null, `${sensor}=${value}`);

class Station extends EventEmitter {
  constructor() {
    super();
    this.waiting = new Map();
    this.uploaded = [];
    this.on('measured', (sensor, value) => this.waiting.set(sensor, value));
  }

  send(sensor, value) {
    return new Promise((resolve, reject) => {
      upload(sensor, value, (error, line) => {
        if (error) return reject(error);
        resolve(line);
      });
    });
  }

  async upload() {
    if (this.waiting.size === 0) return;
    for (const [sensor, value] of this.waiting) {
      this.uploaded.push(await this.send(sensor, value));
    }
    this.waiting.clear();
  }
}

const station = new Station();
station.emit('measured', 'roof', 14);
station.emit('measured', 'cellar', 9);
station.upload().then(async () => {
  await station.upload();
  console.log(station.uploaded.join(' '));
});
setTimeout(() => station.emit('measured', 'roof', 17), 38);
