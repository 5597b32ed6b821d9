// expect: nothing
// never: promise.floating
'use strict';
const { EventEmitter, once } = require('node:events');
const http = require('node:http');
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

class Album {
  stamped = 0;
  seen = 0;
  sorted = 0;
  asked = 0;
  warm = 0;

  async stamp(letter) {
    await sleep(15);
    this.stamped += letter.length;
  }

  async sort(letter) {
    await sleep(15);
    this.sorted += letter.length;
  }

  async look(letter) {
    await sleep(15);
    this.seen += letter.length;
  }

  async note() {
    await sleep(15);
    this.asked++;
  }

  async warmUp() {
    await sleep(15);
    this.warm++;
  }
}

const album = new Album();
const belt = new Belt();
const letters = ['to Ann', 'to Bob'];

// Done when it is stamped.
async function stampAll() {
  await belt.run(letters, (letter, done) => {
    album.stamp(letter).then(done);
  });
  console.log('stamped', album.stamped);
}

// Kept, and waited for.
async function sortAll() {
  const jobs = [];
  await belt.run(letters, (letter, done) => {
    jobs.push(album.sort(letter));
    done();
  });
  await Promise.all(jobs);
  console.log('sorted', album.sorted);
}

// Who listens looks at it in peace, and tells nobody.
async function lookAtAll() {
  belt.on('letter', (letter) => {
    album.look(letter);
  });
  setTimeout(() => belt.emit('letter', letters[0]), 2);
  await once(belt, 'letter');
  console.log('seen', album.seen);
}

// Who asks gets an answer, and what is noted of it is nobody's business.
async function answerAll() {
  const server = http.createServer((req, res) => {
    album.note();
    res.end('yes');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();
  server.close();
  server.closeAllConnections();
}

async function main() {
  await stampAll();
  await sortAll();
  await lookAtAll();
  await answerAll();
}

// Begun at the top, and by a timer.
main();
album.warmUp();
console.log('begun');
setTimeout(() => {
  album.warmUp();
  console.log('warm', album.warm);
}, 1);
