// expect: nothing
// What is asked for goes by what is there, and what is made of the answer takes its place: by a look at what is there then, one at a time, or one after the other.
'use strict';
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

class Tail {
  #offset = 0;
  #isReading = false;

  constructor(file) {
    this.file = fs.openSync(file);
  }

  next() {
    if (this.#isReading) return;
    this.#isReading = true;
    fs.read(this.file, Buffer.alloc(40), 0, 40, this.#offset, this.#keep.bind(this));
  }

  #keep(error, size, bytes) {
    this.#isReading = false;
    if (error) throw error;
    this.#offset = bytes.lastIndexOf(10) + 1;
  }
}

const prices = { of: 100 };

function raise() {
  return sleep(9, 2)
    .then((times) => times + 1)
    .then(keepPrice);
}

function keepPrice(times) {
  prices.of = prices.of * times;
}

class Notes {
  text = '';
  #last = Promise.resolve();

  #send(line) {
    return sleep(9, `${this.text}${line}\n`);
  }

  #keep(text) {
    this.text = text;
  }

  add(line) {
    this.#last = this.#last.then(() => this.#send(line)).then((text) => this.#keep(text));
    return this.#last;
  }
}

let version = 1;

const publish = () => {
  const from = version;
  return sleep(9, from + 1).then(async (next) => {
    await sleep(4);
    if (version === from) version = next;
  });
};

const tail = new Tail(__filename);
const notes = new Notes();
const both = [0, 1].map((i) => {
  tail.next();
  return Promise.all([raise(), notes.add(`line ${i}`), publish()]);
});
Promise.all(both).then(() => console.log(prices.of, notes.text.length, version));
