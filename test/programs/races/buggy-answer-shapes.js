// expect: race.atomicity 15,20 ; race.atomicity 27,34 ; race.atomicity 41,45 ; race.atomicity 58,60
// What is asked for goes by what is there, and what is made of the answer takes its place, in callbacks of all shapes: two that ask at a time lose one.
'use strict';
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

class Tail {
  #offset = 0;

  constructor(file) {
    this.file = fs.openSync(file);
  }

  next() {
    fs.read(this.file, Buffer.alloc(40), 0, 40, this.#offset, this.#keep.bind(this));
  }

  #keep(error, size, bytes) {
    if (error) throw error;
    this.#offset = bytes.lastIndexOf(10) + 1;
  }
}

const prices = { of: 100 };

function raise() {
  const now = prices.of;
  return sleep(9, now * 2)
    .then((price) => price + 1)
    .then(keepPrice);
}

function keepPrice(price) {
  prices.of = price;
}

class Notes {
  text = '';

  #send(line) {
    return sleep(9, `${this.text}${line}\n`);
  }

  #keep(text) {
    this.text = text;
  }

  add(line) {
    return sleep(2)
      .then(() => this.#send(line))
      .then((text) => this.#keep(text));
  }
}

let version = 1;

const publish = () =>
  sleep(9, version + 1).then(async (next) => {
    await sleep(4);
    version = next;
  });

const tail = new Tail(__filename);
const notes = new Notes();
const both = [0, 1].map((i) => {
  tail.next();
  return Promise.all([raise(), notes.add(`line ${i}`), publish()]);
});
Promise.all(both).then(() => console.log(prices.of, notes.text.length, version));
