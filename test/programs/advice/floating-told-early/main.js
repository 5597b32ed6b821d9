// expect: promise.floating main.js:38
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// What takes the letters says of each that it is done while it is still being stamped.
class Belt {
  letters = [];
  #rest;

  put(letter) {
    this.letters.push(letter);
  }

  run(take) {
    return new Promise((resolve) => {
      this.#rest = this.letters.length;
      for (const letter of this.letters) {
        setTimeout(() => take(letter, () => --this.#rest === 0 && resolve()), 2);
      }
    });
  }
}

class Album {
  stamped = 0;

  async stamp(letter) {
    await sleep(15);
    this.stamped += letter.length;
  }
}

async function main() {
  const belt = new Belt();
  const album = new Album();
  for (const letter of ['to Ann', 'to Bob']) belt.put(letter);
  await belt.run((letter, done) => {
    album.stamp(letter);
    done();
  });
  console.log('stamped', album.stamped);
}

main();
