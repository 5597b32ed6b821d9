// expect: promise.floating main.js:10
'use strict';
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

class Loader {
  rows = 0;
  load(source) {
    return new Promise((resolve, reject) => {
      source.on('data', async () => {
        await sleep(5);
        this.rows++;
      });
      source.on('end', () => resolve(this.rows));
      source.on('error', reject);
    });
  }
}

new Loader().load(Readable.from(['a', 'b', 'c', 'd'])).then((rows) => console.log(rows));
