// expect: promise.floating main.js:21
'use strict';
const { Readable, Transform, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');

const index = new Map([['#', 0]]);

class Indexer extends Transform {
  #rest = '';
  async #put(word) {
    await sleep(15);
    index.set('#', (index.get('#') ?? 0) + word.length);
  }
  _transform(chunk, encoding, callback) {
    const words = (this.#rest + chunk).split(' ');
    this.#rest = words.pop();
    Promise.all(words.map((word) => this.#put(word))).then(() => callback(null, chunk), callback);
  }
  _flush(callback) {
    this.#put(this.#rest);
    callback();
  }
}

async function count(text) {
  const page = [];
  const printer = new Writable({
    write(part, encoding, callback) {
      page.push(part.length);
      callback();
    },
  });
  await pipeline(Readable.from(text), new Indexer(), printer);
  return index.get('#') ?? 0;
}
count(['the cat s', 'at on the m', 'at']).then((n) => console.log(n));
