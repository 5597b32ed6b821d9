// expect: race.atomicity 19,21
// Each entry is numbered after the last one, which was laid out with a number in another file: it is counted wrongly, and has a value all the same.
const { setTimeout: sleep } = require('node:timers/promises');
const layOut = require('./book.js');

class Shelf {
  #things = new Map();
  lay(name, thing) {
    this.#things.set(name, thing);
  }
  get(name) {
    return this.#things.get(name);
  }
}

const shelf = new Shelf();
async function enter(name) {
  const book = shelf.get('book');
  const number = book.last + 1;
  await sleep(4 + name.length);
  book.last = number;
  return `${number} ${name}`;
}

layOut(shelf);
setTimeout(() => enter('ferry').then(console.log), 1);
setTimeout(() => enter('barque').then(console.log), 2);
