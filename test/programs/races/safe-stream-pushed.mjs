// expect: nothing
// Streams that wait for an answer to each chunk, and give the answers out in order, with a number, or to whoever does not mind.
import { Readable, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

async function lookUp(word) {
  await delay(word.length * 4);
  return `${word}!`;
}
const objectMode = true;

/** Says that it is done when it has pushed. */
class Waits extends Transform {
  _transform(word, _encoding, callback) {
    lookUp(word).then((text) => {
      this.push(text);
      callback();
    }, callback);
  }
}

class Awaits extends Transform {
  async _transform(word, _encoding, callback) {
    callback(null, await lookUp(word));
  }
}

/** Pushes in flush, in order. */
class Collects extends Transform {
  rows = [];
  jobs = [];
  count = 0;
  _transform(word, _encoding, callback) {
    const at = this.count++;
    this.jobs.push(lookUp(word).then((text) => this.rows.push({ at, text })));
    callback();
  }
  _flush(callback) {
    Promise.all(this.jobs).then(() => {
      for (let at = 0; at < this.count; at++) this.push(this.rows.find((row) => row.at === at).text);
      callback();
    }, callback);
  }
}

/** Each is pushed after the one before. */
class Chained extends Transform {
  tail = Promise.resolve();
  _transform(word, _encoding, callback) {
    const found = lookUp(word);
    this.tail = this.tail.then(() => found).then((text) => this.push(text));
    callback();
  }
  _flush(callback) {
    this.tail.then(() => callback(), callback);
  }
}

/** What is pushed says what it belongs to. */
class Named extends Transform {
  jobs = [];
  _transform(word, _encoding, callback) {
    this.jobs.push(lookUp(word).then((text) => this.push({ word, text })));
    callback();
  }
  _flush(callback) {
    Promise.all(this.jobs).then(() => callback(), callback);
  }
}

/** The order of the words does not matter. */
class UnorderedWords extends Transform {
  jobs = [];
  _transform(word, _encoding, callback) {
    this.jobs.push(lookUp(word).then((text) => this.push(text)));
    callback();
  }
  _flush(callback) {
    Promise.all(this.jobs).then(() => callback(), callback);
  }
}

/** All that it looks up takes the same time. */
class Even extends Transform {
  jobs = [];
  _transform(word, _encoding, callback) {
    this.jobs.push(delay(5).then(() => this.push(word)));
    callback();
  }
  _flush(callback) {
    Promise.all(this.jobs).then(() => callback(), callback);
  }
}

/** Two at a time: whoever keeps the callback wants several at once. */
const two = () =>
  new Transform({
    objectMode,
    transform(word, _encoding, callback) {
      this.jobs ??= [];
      const job = lookUp(word).then((text) => this.push(text));
      this.jobs.push(job);
      if (this.jobs.length % 2 === 0) Promise.all(this.jobs).then(() => callback(), callback);
      else callback();
    },
    flush(callback) {
      Promise.all(this.jobs).then(() => callback(), callback);
    },
  });

const streams = [Waits, Awaits, Collects, Chained, Named, UnorderedWords, Even].map((Stream) => new Stream({ objectMode }));
for (const stream of [...streams, two()]) {
  let count = 0;
  for await (const word of Readable.from(['thunderstorm', 'hail', 'fog']).pipe(stream)) if (word) count++;
  console.log(stream.constructor.name, count);
}
// Two streams of one class, each with a word of its own, have no common order.
const singles = ['thunderstorm', 'fog'].map((word) => Readable.from([word]).pipe(new (class Single extends Transform {
  _transform(one, _encoding, callback) {
    this.job = lookUp(one).then((text) => this.push(text));
    callback();
  }
  _flush(callback) {
    this.job.then(() => callback(), callback);
  }
})({ objectMode })));
console.log((await Promise.all(singles.map((single) => single.toArray()))).length);
