// expect: race.order.last-write 15
// The stream asks for the next word while the one before is still looked up: what is short comes out first.
import { Readable, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

async function lookUp(word) {
  await delay(word.length * 4);
  return `${word}!`;
}

class Dictionary extends Transform {
  #open = [];
  _transform(word, _encoding, callback) {
    const entry = lookUp(word).then((text) => {
      this.push(text);
    });
    this.#open.push(entry);
    callback();
  }
  _flush(callback) {
    Promise.all(this.#open).then(() => callback(), callback);
  }
}

const words = Readable.from(['thunderstorm', 'hail', 'fog']).pipe(new Dictionary({ objectMode: true }));
const read = [];
for await (const word of words) read.push(word);
console.log(read.length);
