// expect: nothing
// never: context.lost
'use strict';
// Stores that are names and numbers: who waits is bound to its own; orders of one name are one account; a part has a deeper number than what it is a part of; and what is true for all needs no name.
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');

const account = new AsyncLocalStorage();
const depth = new AsyncLocalStorage();
const quiet = new AsyncLocalStorage();
const bills = [];

class Oven {
  #isHot = false;
  #line = [];
  #wrap;

  constructor(wrap) {
    this.#wrap = wrap;
  }

  enter(bake) {
    if (this.#isHot) this.#line.push(this.#wrap(bake));
    else {
      this.#isHot = true;
      setImmediate(bake);
    }
  }

  leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#isHot = false;
  }
}

const bound = new Oven((bake) => AsyncResource.bind(bake));
const plain = new Oven((bake) => bake);
let left = 10;
function ended() {
  if (--left === 0) console.log(bills.length);
}

function order(baker, loaf) {
  account.run(baker, () => {
    bound.enter(() => {
      setTimeout(() => {
        bills.push(`${account.getStore()} pays ${loaf}`);
        bound.leave();
        ended();
      }, 2);
    });
  });
}

// All of them are for one table.
function orderForTable(loaf) {
  account.run('table 4', () => {
    plain.enter(() => {
      setTimeout(() => {
        bills.push(`${account.getStore()} has ${loaf}`);
        plain.leave();
        ended();
      }, 2);
    });
  });
}

// A part tells the whole, within its own number, what it has done.
function part(tell) {
  depth.run((depth.getStore() ?? 0) + 1, () => tell());
}
function whole() {
  depth.run((depth.getStore() ?? 0) + 1, () => {
    part(() => {
      setTimeout(() => {
        bills.push(`at ${depth.getStore()}`);
        ended();
      }, 1);
    });
  });
}

for (const [baker, loaf] of [['Ines', 'rye'], ['Jon', 'spelt'], ['Kai', 'oat'], ['Lea', 'wheat']]) order(baker, loaf);
for (const loaf of ['rye', 'spelt', 'oat']) orderForTable(loaf);
whole();
whole();
quiet.run(true, () => {
  setTimeout(() => {
    if (quiet.getStore()) ended();
  }, 1);
});
