// expect: promise.floating@info main.js:47; promise.floating@info main.js:58; promise.floating@info main.js:67
'use strict';
const { EventEmitter, once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');

// Of each thing that is put on it the belt is told when it is done.
class Belt extends EventEmitter {
  #rest = 0;

  run(things, take) {
    return new Promise((resolve) => {
      this.#rest = things.length;
      for (const thing of things) setTimeout(() => take(thing, () => --this.#rest === 0 && resolve()), 2);
    });
  }
}

class Album extends EventEmitter {
  weighed = 0;
  counted = 0;
  price = 3;

  async weigh(letter) {
    await sleep(15);
    this.weighed += letter.length;
    this.emit('weighed');
  }

  async ask() {
    await sleep(15);
    this.price = 4;
  }

  async count() {
    await sleep(15);
    this.counted++;
  }
}

const album = new Album();
const belt = new Belt();
const letters = ['to Ann', 'to Bob'];

// How far it is it says itself.
async function weighAll() {
  await belt.run(letters.slice(1), (letter, done) => {
    album.weigh(letter);
    done();
  });
  const weighed = once(album, 'weighed');
  console.log('weighed', album.weighed);
  await weighed;
}

// The old price is good while the new one is on its way.
async function buyAll() {
  await belt.run(letters, (letter, done) => {
    album.ask();
    done();
  });
  console.log('price', album.price);
}

// Who looks early looks again.
async function countAll() {
  await belt.run(letters, (letter, done) => {
    album.count();
    done();
  });
  console.log('at first', album.counted);
  await sleep(60);
  console.log('counted', album.counted);
}

async function main() {
  await weighAll();
  await buyAll();
  await countAll();
}

main();
